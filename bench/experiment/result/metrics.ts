/** What a point is measured by. */

/** What is told of each metric. */
export const statistics = ["mean", "p50", "p90", "p99", "p999"] as const;
export type Statistic = (typeof statistics)[number];

/** Metrics of a doorbell, in the cost sheet's time unit. */
export const metrics = ["rtt", "rttWoke", "rttQuiet", "issueDelay", "response", "notify", "completion"] as const;
export type Metric = (typeof metrics)[number];

/** What stands between a signal and the handler of a thread that slept, part by part. */
export interface WakeUp {
  readonly leaving: number;
  readonly switching: number;
  readonly reading: number;
}
