/** The answer where a number other than the rate is swept. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { bottleneck } from "./bottleneck.ts";
import { crossover, type Line } from "./crossover.ts";
import { digits, formatChange, formatTime } from "./format.ts";
import { pairOf } from "./pairs.ts";
import { labelOf, linesOf, type XAxis } from "./series.ts";
import { type Labelled, trendOf } from "./trend.ts";

/** The round trip of each line, its change against the baseline, saturated points, and where two lines cross. */
export function sweepAnswer(result: Result, x: XAxis): string {
  const lines = linesOf(result, x);
  const lowest = Math.min(...result.points.map((point) => x.valueOf(point)));
  const crossings = result.comparisons
    .filter((comparison) => x.valueOf(pairOf(result, comparison)[0]) === lowest)
    .map((comparison) => crossoverText(result, comparison, x));
  return [trendText(lines, x), comparisonText(result, x), saturationText(lines, x), ...crossings]
    .filter(Boolean)
    .join(" ");
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
  const lines = linesOf(result, x);
  const [point, base] = pairOf(result, comparison);
  const line = (of: Point): Line =>
    lines
      .get(labelOf(of, x))!
      .flatMap((p) => (p.metrics.rtt ? [{ x: x.valueOf(p), y: p.metrics.rtt.mean.value }] : []));
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

/** The change of each line against its baseline at both ends: of the response, or of the rtt where nothing queues. */
function comparisonText(result: Result, x: XAxis): string {
  const changes = new Map<string, string[]>();
  for (const comparison of result.comparisons) {
    const [point] = pairOf(result, comparison);
    const change = (point.offered === null ? undefined : comparison.metrics.response) ?? comparison.metrics.rtt;
    const series = labelOf(point, x);
    if (change) changes.set(series, [...(changes.get(series) ?? []), formatChange(change.ratio.value)]);
  }
  const ends = [...changes].map(([series, all]) =>
    all[0] === all.at(-1) ? `${series} ${all[0]}` : `${series} ${all[0]} to ${all.at(-1)}`,
  );
  const metric = result.points.some((point) => point.offered !== null) ? "Mean response" : "Mean rtt";
  return ends.length > 0 ? `${metric} against the baseline: ${ends.join(", ")}.` : "";
}
