/**
 * The names of the microbenchmark suites. A file of its own, so that the command line lists them and loads no
 * benchmark.
 */
export const suiteNames = ["bus", "eventfd", "engine", "model", "start-up"] as const;
export type SuiteName = (typeof suiteNames)[number];
