import type { Point } from "../../bench/experiment/result/result.ts";

/**
 * Mean time from a request's due time until the backend acts (`notify`) or the request completes (`completion`). Two
 * paths are compared by this sum alone: a wait before the store on one path may be a wait behind it on the other.
 */
export interface EndToEnd {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Null where one of its parts has no mean. */
export function endToEnd({ metrics }: Point, metric: "completion" | "notify"): EndToEnd | null {
  const [delay, rest] = [metrics.issueDelay?.mean, metrics[metric]?.mean];
  if (!delay || !rest) return null;
  return { value: delay.value + rest.value, low: delay.low + rest.low, high: delay.high + rest.high };
}
