import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { mean, sampleStandardDeviation } from "simple-statistics";

/** The confidence of every interval that iofd prints. */
export const confidence = 0.95;

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

/** The mean of independent replications with Student's t interval. `values` holds one number a replication. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const first = values[0]!;
  if (values.every((value) => value === first)) return { value: first, low: first, high: first, n, sampling: "none" };
  const value = mean(values as number[]);
  const half = (tQuantile((1 + confidence) / 2, n - 1) * sampleStandardDeviation(values as number[])) / Math.sqrt(n);
  return { value, low: value - half, high: value + half, n, sampling: "replications" };
}
