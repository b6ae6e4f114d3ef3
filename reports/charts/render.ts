import { parse, View } from "vega";
import { compile } from "vega-lite";
import type { Spec } from "./theme.ts";

/** Draws a chart as SVG without a browser. The same spec gives the same bytes. */
export async function renderSvg(spec: Spec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
