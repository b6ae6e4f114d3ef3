/** The answer where nothing numeric is swept: each path against its baseline. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { formatChange, formatTime } from "./format.ts";
import { pairOf, percentInterval } from "./pairs.ts";
import { labelOf } from "./series.ts";

/** One comparison, in words. */
interface Saving {
  readonly sentence: string;
  readonly exact: boolean;
  readonly label: string;
  readonly ratio: number;
}

/** More comparisons than this are told by their extremes. */
const mostSpelt = 4;

/** What a doorbell costs the vcpu on each path. */
export function pathAnswer(result: Result): string {
  const savings = result.comparisons.flatMap((comparison) => savingsOf(result, comparison));
  if (savings.length === 0) return rangeAnswer(result);
  const exact = savings.every((saving) => saving.exact)
    ? " The costs are constant, so there is no sampling error."
    : "";
  if (savings.length <= mostSpelt) return `${savings.map(({ sentence }) => sentence).join(" ")}${exact}`;
  const sorted = [...savings].sort((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0]!, sorted.at(-1)!].map(({ ratio, label }) => `${formatChange(ratio)} (${label})`);
  return `The vcpu's round trip changes against the baseline by ${least} to ${most}.${exact}`;
}

/** Nothing where one of the two has no mean round trip. */
function savingsOf(result: Result, comparison: PointComparison): Saving[] {
  const { rtt } = comparison.metrics;
  if (!rtt) return [];
  const [point, base] = pairOf(result, comparison);
  const time = (of: Point) => `${formatTime(of.metrics.rtt!.mean.value, of.timeUnit)}${standing(of)}`;
  const more = rtt.difference.value > 0 ? "more" : "less";
  const difference = `${formatTime(Math.abs(rtt.difference.value), point.timeUnit)} ${more}`;
  const exact = rtt.ratio.sampling === "none";
  const change = `${formatChange(rtt.ratio.value)}${exact ? "" : `, ${percentInterval(rtt.ratio)}`}`;
  const label = labelOf(point, null);
  const sentence = `With ${label} the vcpu's round trip takes ${time(point)}, with ${labelOf(base, null)} ${time(base)}: ${difference} (${change}).`;
  return [{ sentence, exact, label, ratio: rtt.ratio.value }];
}

/** The shortest and the longest round trip, where nothing is compared. */
function rangeAnswer(result: Result): string {
  const rung = result.points.filter((point) => point.metrics.rtt);
  const sorted = [...rung].sort((a, b) => a.metrics.rtt!.mean.value - b.metrics.rtt!.mean.value);
  const time = (point: Point) =>
    `${formatTime(point.metrics.rtt!.mean.value, point.timeUnit)} (${labelOf(point, null)})`;
  if (sorted.length === 0) return "No doorbell was rung while requests were counted.";
  if (sorted.length === 1) return `The vcpu's round trip takes ${time(sorted[0]!)}.`;
  return `The vcpu's round trip takes from ${time(sorted[0]!)} to ${time(sorted.at(-1)!)}.`;
}

const standing = (point: Point) => (point.fitStatus === "modelled" ? "" : ` (${point.fitStatus})`);
