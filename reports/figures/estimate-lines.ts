/** Estimates of all points as the lines of a chart. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { type LinePoint, lineChart } from "../charts/lines.ts";
import type { Spec } from "../charts/theme.ts";
import { digits, formatDuration, formatPerSecond } from "../findings/format.ts";
import { isRate, placed, type XAxis } from "../findings/series.ts";
import { chartFactor, chartUnit } from "./units.ts";

/** The estimate that is drawn of a point; nothing where a point has none. */
export type EstimateOf = (point: Point) => Estimate | null | undefined;

/** Durations, in the charts' unit. */
export function timeLines(result: Result, x: XAxis, of: EstimateOf): LinePoint[] {
  return placed(result, x).flatMap(({ x: at, series, point }) => {
    const estimate = of(point);
    if (!estimate) return [];
    const factor = chartFactor(point);
    const [y, low, high] = [estimate.value * factor, estimate.low * factor, estimate.high * factor];
    return [
      { x: at, y, low, high, series, text: `${series} at ${digits(at)}: ${formatDuration(estimate, point.timeUnit)}` },
    ];
  });
}

/** Numbers as they are; `show` writes one for the tooltip. */
export function numberLines(result: Result, x: XAxis, of: EstimateOf, show: (value: number) => string): LinePoint[] {
  return placed(result, x).flatMap(({ x: at, series, point }) => {
    const estimate = of(point);
    if (!estimate) return [];
    const { value: y, low, high } = estimate;
    return [{ x: at, y, low, high, series, text: `${series} at ${digits(at)}: ${show(y)}` }];
  });
}

/** A chart of durations, both axes on log scales. */
export function timeChart(result: Result, x: XAxis, { title, of }: { title: string; of: EstimateOf }): Spec {
  return logChart(x, `${title}, ${chartUnit(result)}`, timeLines(result, x, of));
}

/** Throughput on log scales; over a rate also the line on which all due requests are done. */
export function throughputChart(result: Result, x: XAxis): Spec {
  const points = numberLines(
    result,
    x,
    ({ throughput }) => throughput,
    (value) => `${formatPerSecond(value)} done`,
  );
  const title = "requests done a second";
  return lineChart({ x: { title: x.title, log: true }, y: { title, log: true }, points, diagonal: isRate(x) });
}

export function logChart(x: XAxis, title: string, points: readonly LinePoint[]): Spec {
  return lineChart({ x: { title: x.title, log: true }, y: { title, log: true }, points });
}
