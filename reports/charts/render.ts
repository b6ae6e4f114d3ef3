import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { Spec } from "./theme.ts";

/** The chart as an SVG, drawn without a browser; the same bytes every time. */
export async function renderSvg(spec: Spec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
