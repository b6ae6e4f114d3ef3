/** A tornado: one headline, and how far each number of a cost sheet alone would move it. */

import { frame, type Spec } from "./theme.ts";

/** One number of a sheet: the headline with it at the low and at the high end of its range. */
export interface TornadoBar {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

export interface Tornado {
  readonly title: string;
  /** The headline under the sheet as it is. */
  readonly value: number;
  /** Where nine in ten of the sheets with all numbers varied leave it. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly bars: readonly TornadoBar[];
}

/** Bars from the headline's own value, blue with the number low, orange with it high; behind them the sheets' interval. */
export function tornadoChart({ title, value, interval, bars }: Tornado): Spec {
  const ends = bars.flatMap(({ label, low, high, text }) => [
    { label, from: value, to: low, end: "number at its lowest", text },
    { label, from: value, to: high, end: "number at its highest", text },
  ]);
  const y = {
    field: "label",
    type: "nominal" as const,
    sort: bars.map(({ label }) => label),
    title: null,
    axis: { labelLimit: 280, labelFontSize: 12 },
  };
  const axis = { tickCount: 6, labelSeparation: 6 };
  const x = (field: string) => ({ field, type: "quantitative" as const, title, axis, scale: { zero: false } });
  const color = {
    field: "end",
    type: "nominal" as const,
    title: null,
    scale: { domain: ["number at its lowest", "number at its highest"], range: ["#0072B2", "#E69F00"] },
  };
  const layers = [
    {
      data: { values: [interval] },
      mark: { type: "rect" as const, color: "#999999", opacity: 0.25 },
      encoding: { x: x("low"), x2: { field: "high" } },
    },
    {
      data: { values: ends },
      mark: { type: "bar" as const, height: { band: 0.6 } },
      encoding: { y, x: x("from"), x2: { field: "to" }, color, tooltip: { field: "text" } },
    },
    {
      data: { values: [{ value }] },
      mark: { type: "rule" as const, color: "#000000" },
      encoding: { x: x("value") },
    },
  ];
  return { ...frame, height: { step: 24 }, layer: layers } as unknown as Spec;
}
