/** Durations of a doorbell or a request, in the cost sheet's time unit. */

/** The statistics of each metric. */
export const statistics = ["mean", "p50", "p90", "p99", "p999"] as const;
export type Statistic = (typeof statistics)[number];

/** One metric: the two instants that it lies between. */
interface MetricRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Every metric, in the order of a result. */
export const metricTable = [
  { name: "rtt", from: "the guest's store", to: "its next instruction" },
  { name: "rttWoke", from: "the same, of doorbells", to: "whose signal woke a sleeping thread" },
  { name: "rttQuiet", from: "the same, of doorbells", to: "whose signal woke none" },
  {
    name: "issueDelay",
    from: "the instant at which the request is due",
    to: "its store, the guest's work before it included",
  },
  { name: "response", from: "the instant at which the request is due", to: "the guest's next instruction" },
  { name: "notify", from: "the guest's store", to: "the first instruction of the handler run that takes the request" },
  {
    name: "completion",
    from: "the guest's store",
    to: "the guest's interrupt handler; where it polls, the completion",
  },
] as const satisfies readonly MetricRow[];

export type Metric = (typeof metricTable)[number]["name"];

/** The names, in order. */
export const metrics = metricTable.map(({ name }) => name);

/** The parts of the time between a signal and the handler of a thread that slept. */
export interface WakeUp {
  readonly leaving: number;
  readonly switching: number;
  readonly reading: number;
}
