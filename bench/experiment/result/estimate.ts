/** Values with their confidence intervals. */

/** A mean over replications with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Number of replications. */
  readonly n: number;
  /** `none`: every replication gave exactly this value, so there is no sampling error. */
  readonly sampling: "replications" | "none";
}

/** A metric against its baseline: pairs of replications that drew the same random numbers. */
export interface Comparison {
  /** `value / baseline`; below 1 is less than the baseline. */
  readonly ratio: Estimate;
  /** `value - baseline`, in the metric's unit. */
  readonly difference: Estimate;
}
