/** The size and colours of all charts. */

import type { TopLevelSpec } from "vega-lite";

export type Spec = TopLevelSpec;

/** Okabe and Ito's palette for colour-blind readers, without its yellow: that vanishes on white. */
export const palette = ["#D55E00", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#000000", "#999999"];

const config = {
  font: "system-ui, 'Segoe UI', 'Open Sans', sans-serif",
  background: "#ffffff",
  axis: { labelFontSize: 12, titleFontSize: 13, titleFontWeight: "normal", gridColor: "#e8e8e8" },
  legend: { orient: "bottom", columns: 4, labelFontSize: 12, titleFontSize: 12, labelLimit: 260 },
  view: { stroke: "#cccccc" },
} as const;

/** The frame around a chart's own layers. */
export const frame = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: 500,
  padding: { left: 16, right: 8, top: 5, bottom: 5 }, // text may be drawn wider than it was measured
  config,
} as const;
