/** The chart libraries' builds for browsers, in node_modules beside their main modules. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PageLibraries } from "../../../reports/page/libraries.ts";

export function pageLibraries(): PageLibraries {
  return { vega: browserBuild("vega"), vegaLite: browserBuild("vega-lite"), vegaEmbed: browserBuild("vega-embed") };
}

function browserBuild(name: string): string {
  const main = createRequire(import.meta.url).resolve(name);
  return readFileSync(join(dirname(main), `${name}.min.js`), "utf8");
}
