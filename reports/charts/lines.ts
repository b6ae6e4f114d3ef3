/** Lines over one swept quantity: a value and its interval a series. */

import { frame, palette, type Spec } from "./theme.ts";

/** One point of one line. `low` and `high` are equal to `y` where there is no sampling error. */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly series: string;
  /** What the tooltip says of it. */
  readonly text: string;
}

export interface LineChart {
  readonly x: { readonly title: string; readonly log: boolean };
  readonly y: { readonly title: string; readonly log: boolean };
  readonly points: readonly LinePoint[];
  /** A line y = x, for throughput against what is offered. */
  readonly diagonal?: boolean;
}

/** A piece of each line, however faint its area. */
const lineLegend = { symbolType: "stroke", symbolSize: 400, symbolStrokeWidth: 2.5, symbolOpacity: 1 } as const;

/**
 * The area of the intervals comes first and carries the legend's selection: with an errorband, or with parameters on a
 * later layer, clicks on the legend do nothing.
 */
export function lineChart(given: LineChart): Spec {
  const drawable = (value: number, log: boolean) => !log || value > 0; // a log scale has no zero
  const chart = {
    ...given,
    points: given.points
      .map((p) => (p.y < 0 || given.y.log ? p : { ...p, low: Math.max(0, p.low) })) // no interval of times goes below none
      .filter((p) => drawable(p.x, given.x.log) && drawable(p.low, given.y.log)),
  };
  const series = [...new Set(chart.points.map((point) => point.series))];
  const x = {
    field: "x",
    type: "quantitative" as const,
    title: chart.x.title,
    scale: scaleOf(
      chart.x,
      chart.points.map((point) => point.x),
    ),
    axis: xAxis(chart),
  };
  const y = {
    field: "y",
    type: "quantitative" as const,
    title: chart.y.title,
    scale: scaleOf(
      chart.y,
      chart.points.flatMap((point) => [point.low, point.high]),
    ),
    axis: axis(
      chart.y,
      chart.points.flatMap((point) => [point.low, point.high]),
    ),
  };
  const color = {
    field: "series",
    type: "nominal" as const,
    title: null,
    scale: { domain: series, range: palette.slice(0, series.length) },
    legend: lineLegend,
  };
  const opacity = { condition: { param: "shown", value: 1 }, value: 0.12 };
  const band = {
    params: [{ name: "shown", select: { type: "point" as const, fields: ["series"] }, bind: "legend" as const }],
    mark: { type: "area" as const, opacity: 0.25 },
    encoding: {
      x,
      y: { ...y, field: "low" },
      y2: { field: "high" },
      color,
      opacity: { condition: { param: "shown", value: 0.25 }, value: 0.03 },
    },
  };
  const line = {
    mark: { type: "line" as const, strokeWidth: 2 },
    encoding: {
      x,
      y,
      color,
      strokeDash: { field: "series", type: "nominal" as const, title: null, sort: series, legend: lineLegend },
      opacity,
    },
  };
  const dots = {
    mark: { type: "point" as const, filled: true, size: 40 },
    encoding: { x, y, color, opacity, tooltip: { field: "text" } },
  };
  const layers = chart.diagonal ? [band, line, dots, diagonal(chart.points)] : [band, line, dots];
  return { ...frame, height: 320, data: { values: [...chart.points] }, layer: layers } as unknown as Spec;
}

/** A log scale leaves a little air beyond its data; a linear one starts at zero. */
function scaleOf(axis: { readonly log: boolean }, values: readonly number[]) {
  if (!axis.log) return { type: "linear" as const, zero: true };
  return { type: "log" as const, nice: false, domain: [0.9 * Math.min(...values), 1.1 * Math.max(...values)] };
}

/** Few values are named one by one; many get round numbers. */
function xAxis(chart: LineChart) {
  const values = [...new Set(chart.points.map((point) => point.x))].sort((a, b) => a - b);
  return values.length <= 8 ? { values, labelExpr: label } : axis(chart.x, values);
}

/** 20k for 20,000, but 0.5 rather than 500m: the unit stands in the title. */
const label = 'format(datum.value, datum.value < 1 ? "~g" : "~s")';

/** The more powers of ten a log axis spans, the fewer of the numbers between them are named. */
function axis({ log }: { readonly log: boolean }, values: readonly number[]) {
  if (!log) return { labelExpr: label };
  const decades = Math.log10(Math.max(...values) / Math.min(...values));
  const leading = decades > 2.5 ? "1" : decades > 1.2 ? "125" : "123456789";
  return { labelExpr: `indexof("${leading}", slice(format(datum.value, ".0e"), 0, 1)) < 0 ? "" : ${label}` };
}

/** y = x, as far as both axes go. */
function diagonal(points: readonly LinePoint[]) {
  const xs = points.map((point) => point.x);
  const highest = Math.min(Math.max(...xs), Math.max(...points.map((point) => point.high)));
  const ends = [Math.min(...xs), highest].map((value) => ({ x: value, y: value }));
  return {
    data: { values: ends },
    mark: { type: "line" as const, color: "#000000", strokeDash: [1, 4], strokeWidth: 1.2 },
    encoding: { x: { field: "x", type: "quantitative" as const }, y: { field: "y", type: "quantitative" as const } },
  };
}
