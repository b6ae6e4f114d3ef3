import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Estimate } from "../result/estimate.ts";

/** The confidence of every interval that iofd prints. */
export const confidence = 0.95;

/** The mean of independent replications with Student's t interval. `values` holds one number a replication. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const first = values[0]!;
  if (values.every((value) => value === first)) return { value: first, low: first, high: first, n, sampling: "none" };
  const value = mean(values as number[]);
  const half = (tQuantile((1 + confidence) / 2, n - 1) * sampleStandardDeviation(values as number[])) / Math.sqrt(n);
  return { value, low: value - half, high: value + half, n, sampling: "replications" };
}
