/** Values with the intervals that their replications leave them. */

/** A value with the interval that its replications leave it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Replications behind it. */
  readonly n: number;
  /** `none`: every replication gave exactly this value, so there is no sampling error to speak of. */
  readonly sampling: "replications" | "none";
}

/** A metric against its baseline: pairs of replications that drew the same random numbers. */
export interface Comparison {
  /** `value / baseline`; below 1 is less than the baseline. */
  readonly ratio: Estimate;
  /** `value - baseline`, in the metric's unit. */
  readonly difference: Estimate;
}
