/** Horizontal bars from zero: one path each, with its interval and, where there is one, the published figure. */

import { frame, palette, type Spec } from "./theme.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Bars of one group share a colour. */
  readonly group: string;
  /** Printed at the bar's end. */
  readonly text: string;
  /** A published figure, drawn as a black tick. */
  readonly reference?: number | undefined;
}

export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export function barChart(chart: BarChart): Spec {
  const channels = channelsOf(chart);
  const layers = [bars(channels), intervals(channels), references(channels), texts(channels)];
  return { ...frame, height: { step: 40 }, data: { values: [...chart.bars] }, layer: layers } as unknown as Spec;
}

type Channels = ReturnType<typeof channelsOf>;

/** The encodings that all layers share. */
function channelsOf(chart: BarChart) {
  const longest = Math.max(...chart.bars.map((bar) => Math.max(bar.high, bar.reference ?? 0)));
  const groups = [...new Set(chart.bars.map((bar) => bar.group))];
  return {
    y: {
      field: "label",
      type: "nominal" as const,
      sort: null,
      title: null,
      axis: { labelLimit: 240, labelFontSize: 13 },
    },
    x: {
      field: "value",
      type: "quantitative" as const,
      title: chart.title,
      scale: { domain: [0, 1.35 * longest] }, // room for the text at the bar's end
    },
    color: {
      field: "group",
      type: "nominal" as const,
      legend: null,
      scale: { domain: groups, range: palette.slice(0, groups.length) },
    },
  };
}

function bars({ x, y, color }: Channels) {
  return { mark: { type: "bar" as const, height: { band: 0.7 } }, encoding: { y, x, color } };
}

function intervals({ x, y }: Channels) {
  return {
    mark: { type: "rule" as const, strokeWidth: 2 },
    encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
  };
}

function references({ x, y }: Channels) {
  return {
    transform: [{ filter: "isValid(datum.reference)" }],
    mark: { type: "tick" as const, color: "#000000", thickness: 2, height: 28 },
    encoding: { y, x: { ...x, field: "reference" } },
  };
}

function texts({ x, y }: Channels) {
  return {
    mark: { type: "text" as const, align: "left" as const, dx: 8, fontSize: 13 },
    encoding: { y, x, text: { field: "text" } },
  };
}
