/** The counters that a finished run reports. All count from the first request, warm-up included. */
export const counters = [
  "requests",
  "issued",
  "handlerRuns",
  "wakeups",
  "mostDuringExit",
  "interrupts",
  "halts",
  "fullRings",
  "ringWaited",
  "polled",
  "raising",
  "submitWork",
  "answerWork",
  "completedByLast",
] as const;

/** The counters of one run as plain data; `Observations` describes each. */
export type Counts = { readonly [counter in (typeof counters)[number]]: number };

/** Copies the counters. */
export function countsOf(run: Counts): Counts {
  return Object.fromEntries(counters.map((counter) => [counter, run[counter]])) as Counts;
}
