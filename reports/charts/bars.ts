/** Bars: one path each, with its interval and, where one is published, the figure to compare it with. */

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
  readonly reference?: number | undefined;
}

/** Horizontal bars from zero; a black tick where a published figure lies. */
export function barChart(chart: { readonly title: string; readonly bars: readonly Bar[] }): Spec {
  const longest = Math.max(...chart.bars.map((bar) => Math.max(bar.high, bar.reference ?? 0)));
  const groups = [...new Set(chart.bars.map((bar) => bar.group))];
  const y = {
    field: "label",
    type: "nominal" as const,
    sort: null,
    title: null,
    axis: { labelLimit: 240, labelFontSize: 13 },
  };
  const x = {
    field: "value",
    type: "quantitative" as const,
    title: chart.title,
    scale: { domain: [0, 1.35 * longest] },
  };
  const color = {
    field: "group",
    type: "nominal" as const,
    legend: null,
    scale: { domain: groups, range: palette.slice(0, groups.length) },
  };
  const layers = [
    { mark: { type: "bar" as const, height: { band: 0.7 } }, encoding: { y, x, color } },
    {
      mark: { type: "rule" as const, strokeWidth: 2 },
      encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
    },
    {
      transform: [{ filter: "isValid(datum.reference)" }],
      mark: { type: "tick" as const, color: "#000000", thickness: 2, height: 28 },
      encoding: { y, x: { ...x, field: "reference" } },
    },
    {
      mark: { type: "text" as const, align: "left" as const, dx: 8, fontSize: 13 },
      encoding: { y, x, text: { field: "text" } },
    },
  ];
  return { ...frame, height: { step: 40 }, data: { values: [...chart.bars] }, layer: layers } as unknown as Spec;
}
