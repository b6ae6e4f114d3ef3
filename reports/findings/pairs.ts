/** Points and their baselines. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { formatChange } from "./format.ts";

/** The point of a comparison, and its baseline. */
export function pairOf(result: Result, comparison: PointComparison): [point: Point, baseline: Point] {
  const find = (id: string) => result.points.find((point) => point.id === id)!;
  return [find(comparison.point), find(comparison.baseline)];
}

/** Why there is no interval: every replication gives the same. */
export const noSamplingError = "no sampling error: the costs are constant";

/** The 95 % interval of a ratio, in words. */
export function percentInterval(ratio: Estimate): string {
  if (ratio.sampling === "none") return "no sampling error";
  const [low, high] = [formatChange(ratio.low), formatChange(ratio.high)];
  return low === high ? "95 % interval narrower than 0.1 %" : `95 % interval ${low} to ${high}`;
}
