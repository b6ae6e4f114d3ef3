/** The answer where a number other than the rate is swept. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { bottleneck } from "./bottleneck.ts";
import { crossover, type Line } from "./crossover.ts";
import { digits, formatChange, formatTime } from "./format.ts";
import { pairOf } from "./pairs.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { labelOf, lineOf, linesOf, lowestX, type XAxis } from "./series.ts";
import { type Labelled, trendOf } from "./trend.ts";

/** The round trip of each line, its change against the baseline, saturated points, and where two lines cross. */
export function sweepAnswer(result: Result, x: XAxis): Sentence[] {
  const lines = linesOf(result, x);
  const lowest = lowestX(result, x);
  const crossings = result.comparisons
    .filter((comparison) => x.valueOf(pairOf(result, comparison)[0]) === lowest)
    .map((comparison) => crossoverText(result, comparison, x));
  return [
    ...sentencesOf("plain", trendText(lines, x), comparisonText(result, lines), saturationText(lines, x)),
    ...sentencesOf("decisive", ...crossings),
  ];
}

type Lines = ReadonlyMap<string, readonly Point[]>;

function trendText(lines: Lines, x: XAxis): string {
  const trends = [...lines].map(([series, points]) => `${series} ${trendOf(points.map(rttOf))}`);
  const xs = [...lines.values()].flat().map((point) => x.valueOf(point));
  const range = `${digits(Math.min(...xs))} to ${digits(Math.max(...xs))} ${x.title}`;
  return `Mean rtt for ${range}: ${trends.join(", ")}.`;
}

/** A monopolised vcpu has no mean round trip; a spared doorbell has none either. */
function rttOf({ metrics, timeUnit, monopolised }: Point): Labelled | string {
  const value = metrics.rtt?.mean.value;
  if (value === undefined) return monopolised ? "no mean" : "no doorbell";
  return { value, text: formatTime(value, timeUnit) };
}

/** Where the later line overtakes; empty where the two lines do not cross. */
function crossoverText(result: Result, comparison: PointComparison, x: XAxis): string {
  const [point, base] = pairOf(result, comparison);
  const line = (of: Point): Line =>
    lineOf(result, x, of).flatMap((p) => (p.metrics.rtt ? [{ x: x.valueOf(p), y: p.metrics.rtt.mean.value }] : []));
  const [own, other] = [line(point), line(base)];
  const at = crossover(own, other);
  if (at === null) return "";
  const [below, above] = own[0]!.y > other[0]!.y ? [base, point] : [point, base];
  return `From ${Math.ceil(at)} ${x.title} on, ${labelOf(above, x)} has the shorter rtt at this sheet's prices; below, ${labelOf(below, x)} has.`;
}

/** Saturated points: the means of their waiting times do not exist. */
function saturationText(lines: Lines, x: XAxis): string {
  const saturated = [...lines].flatMap(([series, points]) => {
    const at = points.flatMap((point) => {
      const station = bottleneck(point);
      return station === null ? [] : [`${digits(x.valueOf(point))} (${station})`];
    });
    return at.length > 0 ? [`${series} at ${at.join(", ")}`] : [];
  });
  return saturated.length > 0 ? `Saturated, so without a mean waiting time: ${saturated.join("; ")}.` : "";
}

/**
 * The change of each line against its baseline, at its lowest and its highest x: of the response, or of the rtt where not
 * every point has an offered load. Empty where no point is compared.
 */
function comparisonText(result: Result, lines: Lines): string {
  const metric = result.points.every((point) => point.offered !== null) ? "response" : "rtt";
  const comparisons = new Map(result.comparisons.map((comparison) => [comparison.point, comparison]));
  const changes = [...lines].flatMap(([series, points]) => {
    const compared = points.flatMap(({ id }) => comparisons.get(id) ?? []);
    const [first, last] = [compared[0], compared.at(-1)].map((comparison) => changeText(comparison, metric));
    if (compared.length === 0) return [];
    return [first === last ? `${series} ${first}` : `${series} ${first} to ${last}`];
  });
  return changes.length > 0 ? `Mean ${metric} against the baseline: ${changes.join(", ")}.` : "";
}

function changeText(comparison: PointComparison | undefined, metric: "response" | "rtt"): string {
  const change = comparison?.metrics[metric];
  return change ? formatChange(change.ratio.value) : "no mean";
}
