/** Lines over one swept number, each with the band of its intervals. */

import { axisOf, scaleOf, xAxisOf } from "./axes.ts";
import { frame, palette, type Spec } from "./theme.ts";

/** One point of one line. `low` and `high` are equal to `y` where there is no sampling error. */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly series: string;
  /** The tooltip. */
  readonly text: string;
}

export interface LineChart {
  readonly x: { readonly title: string; readonly log: boolean };
  readonly y: { readonly title: string; readonly log: boolean };
  readonly points: readonly LinePoint[];
  /** Also draws y = x, to compare a throughput with the offered rate. */
  readonly diagonal?: boolean;
}

export function lineChart(given: LineChart): Spec {
  const chart = { ...given, points: drawable(given) };
  const channels = channelsOf(chart);
  const layers = [band(channels), line(channels), dots(channels), ...(chart.diagonal ? [diagonal(chart.points)] : [])];
  return { ...frame, height: 320, data: { values: [...chart.points] }, layer: layers } as unknown as Spec;
}

/** A log scale has no zero, and the interval of a time does not go below 0. */
function drawable({ x, y, points }: LineChart): LinePoint[] {
  const onScale = (value: number, log: boolean) => !log || value > 0;
  return points
    .map((p) => (p.y < 0 || y.log ? p : { ...p, low: Math.max(0, p.low) }))
    .filter((p) => onScale(p.x, x.log) && onScale(p.low, y.log));
}

type Channels = ReturnType<typeof channelsOf>;

/** The encodings that all layers share. */
function channelsOf(chart: LineChart) {
  const series = [...new Set(chart.points.map((point) => point.series))];
  const xs = chart.points.map((point) => point.x);
  const ys = chart.points.flatMap((point) => [point.low, point.high]);
  return {
    series,
    x: { ...quantitative("x"), title: chart.x.title, scale: scaleOf(chart.x, xs), axis: xAxisOf(chart.x, xs) },
    y: { ...quantitative("y"), title: chart.y.title, scale: scaleOf(chart.y, ys), axis: axisOf(chart.y, ys) },
    color: {
      ...nominal("series"),
      title: null,
      scale: { domain: series, range: palette.slice(0, series.length) },
      legend: lineLegend,
    },
    opacity: { condition: { param: "shown", value: 1 }, value: 0.12 },
  };
}

/** A legend that shows a piece of each line; by default it would be as faint as the band. */
const lineLegend = { symbolType: "stroke", symbolSize: 400, symbolStrokeWidth: 2.5, symbolOpacity: 1 } as const;

/**
 * The band is the first layer and holds the legend's selection. Clicks on the legend do nothing if a later layer holds
 * it, or if this layer is an errorband.
 */
function band({ x, y, color }: Channels) {
  return {
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
}

function line({ series, x, y, color, opacity }: Channels) {
  const strokeDash = { ...nominal("series"), title: null, sort: series, legend: lineLegend };
  return { mark: { type: "line" as const, strokeWidth: 2 }, encoding: { x, y, color, strokeDash, opacity } };
}

function dots({ x, y, color, opacity }: Channels) {
  const mark = { type: "point" as const, filled: true, size: 40 };
  return { mark, encoding: { x, y, color, opacity, tooltip: { field: "text" } } };
}

/** y = x, up to the shorter of both axes. */
function diagonal(points: readonly LinePoint[]) {
  const xs = points.map((point) => point.x);
  const highest = Math.min(Math.max(...xs), Math.max(...points.map((point) => point.high)));
  return {
    data: { values: [Math.min(...xs), highest].map((value) => ({ x: value, y: value })) },
    mark: { type: "line" as const, color: "#000000", strokeDash: [1, 4], strokeWidth: 1.2 },
    encoding: { x: quantitative("x"), y: quantitative("y") },
  };
}

const quantitative = (field: string) => ({ field, type: "quantitative" as const });
const nominal = (field: string) => ({ field, type: "nominal" as const });
