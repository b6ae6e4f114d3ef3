/** A tornado: how far each number of a cost sheet alone moves one headline. */

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
  /** The headline with the sheet's own numbers. */
  readonly value: number;
  /** Nine in ten of the sheets with all numbers varied put the headline here. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly bars: readonly TornadoBar[];
}

const lowest = "number at its lowest";
const highest = "number at its highest";

/** Bars start at the headline's own value: blue with the number low, orange with it high. The grey band is the interval. */
export function tornadoChart(tornado: Tornado): Spec {
  const layers = [band(tornado), bars(tornado), ownValue(tornado)];
  return { ...frame, height: { step: 24 }, layer: layers } as unknown as Spec;
}

function band({ title, interval }: Tornado) {
  return {
    data: { values: [interval] },
    mark: { type: "rect" as const, color: "#999999", opacity: 0.25 },
    encoding: { x: xOf("low", title), x2: { field: "high" } },
  };
}

function bars({ title, value, bars: given }: Tornado) {
  const ends = given.flatMap(({ label, low, high, text }) => [
    { label, from: value, to: low, end: lowest, text },
    { label, from: value, to: high, end: highest, text },
  ]);
  const y = {
    field: "label",
    type: "nominal" as const,
    sort: given.map(({ label }) => label),
    title: null,
    axis: { labelLimit: 280, labelFontSize: 12 },
  };
  const scale = { domain: [lowest, highest], range: ["#0072B2", "#E69F00"] };
  const color = { field: "end", type: "nominal" as const, title: null, scale };
  return {
    data: { values: ends },
    mark: { type: "bar" as const, height: { band: 0.6 } },
    encoding: { y, x: xOf("from", title), x2: { field: "to" }, color, tooltip: { field: "text" } },
  };
}

function ownValue({ title, value }: Tornado) {
  return {
    data: { values: [{ value }] },
    mark: { type: "rule" as const, color: "#000000" },
    encoding: { x: xOf("value", title) },
  };
}

function xOf(field: string, title: string) {
  const axis = { tickCount: 6, labelSeparation: 6 };
  return { field, type: "quantitative" as const, title, axis, scale: { zero: false } };
}
