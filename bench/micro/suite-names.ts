/** The microbenchmark suites by name; in a file of its own, so that the command line loads no benchmark to list them. */
export const suiteNames = ["bus", "eventfd", "engine", "model", "start-up"] as const;
export type SuiteName = (typeof suiteNames)[number];
