/** The answer where nothing numeric is swept: each path against its baseline. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { fitStatusOf } from "./fit-status.ts";
import { formatChange, formatTime } from "./format.ts";
import { pairOf, percentInterval } from "./pairs.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { labelOf } from "./series.ts";

/** One comparison, in words. */
interface Saving {
  readonly text: string;
  readonly exact: boolean;
  /** The name of the point, and whether it was fitted or predicts. */
  readonly name: string;
  readonly ratio: number;
}

/** More comparisons than this are told by their extremes. */
const mostSpelt = 4;

/** What a doorbell costs the vcpu on each path. */
export function pathAnswer(result: Result): Sentence[] {
  const savings = result.comparisons.flatMap((comparison) => savingsOf(result, comparison));
  if (savings.length === 0) return sentencesOf("plain", rangeText(result));
  const exact = savings.every((saving) => saving.exact);
  const note = exact ? "The costs are constant, so there is no sampling error." : "";
  const texts = savings.length <= mostSpelt ? savings.map(({ text }) => text) : [extremesText(savings)];
  return [...sentencesOf("plain", ...texts), ...sentencesOf("note", note)];
}

function extremesText(savings: readonly Saving[]): string {
  const sorted = [...savings].sort((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0]!, sorted.at(-1)!].map(({ ratio, name }) => `${formatChange(ratio)} (${name})`);
  return `The vcpu's round trip changes against the baseline by ${least} to ${most}.`;
}

/** Nothing where one of the two has no mean round trip. */
function savingsOf(result: Result, comparison: PointComparison): Saving[] {
  const { rtt } = comparison.metrics;
  if (!rtt) return [];
  const [point, base] = pairOf(result, comparison);
  const time = (of: Point) => {
    const fit = fitStatusOf(of);
    return `${formatTime(of.metrics.rtt!.mean.value, of.timeUnit)}${fit && ` (${fit})`}`;
  };
  const more = rtt.difference.value > 0 ? "more" : "less";
  const difference = `${formatTime(Math.abs(rtt.difference.value), point.timeUnit)} ${more}`;
  const exact = rtt.ratio.sampling === "none";
  const change = `${formatChange(rtt.ratio.value)}${exact ? "" : `, ${percentInterval(rtt.ratio)}`}`;
  const text = `With ${labelOf(point, null)} the vcpu's round trip takes ${time(point)}, with ${labelOf(base, null)} ${time(base)}: ${difference} (${change}).`;
  return [{ text, exact, name: fittedNameOf(point), ratio: rtt.ratio.value }];
}

/** The shortest and the longest round trip, where nothing is compared. */
function rangeText(result: Result): string {
  const rung = result.points.filter((point) => point.metrics.rtt);
  const sorted = [...rung].sort((a, b) => a.metrics.rtt!.mean.value - b.metrics.rtt!.mean.value);
  const time = (point: Point) =>
    `${formatTime(point.metrics.rtt!.mean.value, point.timeUnit)} (${fittedNameOf(point)})`;
  if (sorted.length === 0) return "No doorbell was rung while requests were counted.";
  if (sorted.length === 1) return `The vcpu's round trip takes ${time(sorted[0]!)}.`;
  return `The vcpu's round trip takes from ${time(sorted[0]!)} to ${time(sorted.at(-1)!)}.`;
}

/** A point's name, and its fit status. */
const fittedNameOf = (point: Point) => [labelOf(point, null), fitStatusOf(point)].filter(Boolean).join(", ");
