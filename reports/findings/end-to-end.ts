import type { Point } from "../../bench/experiment/result/result.ts";

/**
 * From the instant at which the guest meant to ask until the backend acts (`notify`) or the answer is there (`completion`).
 * What waits before the store on one path may wait behind it on the other, so only this can be compared.
 */
export interface EndToEnd {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Null where one of its parts has no mean. */
export function endToEnd({ metrics }: Point, metric: "completion" | "notify"): EndToEnd | null {
  const [lag, rest] = [metrics.lag?.mean, metrics[metric]?.mean];
  if (!lag || !rest) return null;
  return { value: lag.value + rest.value, low: lag.low + rest.low, high: lag.high + rest.high };
}
