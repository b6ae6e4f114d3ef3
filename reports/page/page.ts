/** One self-contained page: readable without scripts and offline; with scripts, its charts answer to the mouse. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { renderSvg } from "../charts/render.ts";
import type { Figure } from "../figures/figure.ts";
import { escapeHtml } from "./html.ts";
import { style } from "./style.ts";

/** A part of a page. `lead` and `rest` are HTML; the charts stand between them. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly figures: readonly Figure[];
  readonly rest: string;
}

/** The whole page. */
export async function renderPage(title: string, sections: readonly Section[]): Promise<string> {
  const bodies = await Promise.all(sections.map(renderSection));
  const specs = sections.flatMap((section) =>
    section.figures.map(({ spec }, index) => [`${section.id}-${index}`, spec]),
  );
  const links = sections.map(({ id, title: name }) => `<a href="#${id}">${escapeHtml(name)}</a>`).join(" ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1><nav>${links}</nav></header>
<main>
${bodies.join("\n")}
</main>
${specs.length > 0 ? scripts(Object.fromEntries(specs)) : ""}
</body>
</html>
`;
}

async function renderSection(section: Section): Promise<string> {
  const figures = await Promise.all(
    section.figures.map(({ caption, spec }, index) => renderFigure(`${section.id}-${index}`, caption, spec)),
  );
  return `<section id="${section.id}"><h2>${escapeHtml(section.title)}</h2>${section.lead}\n<div class="figures">${figures.join("\n")}</div>\n${section.rest}</section>`;
}

async function renderFigure(id: string, caption: string, spec: Figure["spec"]): Promise<string> {
  return `<figure><div class="chart" id="chart-${id}">${await renderSvg(spec)}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** The libraries inline, then every static picture replaced by its live chart. */
function scripts(specs: Record<string, unknown>): string {
  const libraries = ["vega", "vega-lite", "vega-embed"].map((name) => `<script>${library(name)}</script>`).join("\n");
  const data = JSON.stringify(specs).replaceAll("<", "\\u003c");
  return `${libraries}
<script type="application/json" id="specs">${data}</script>
<script>
for (const [id, spec] of Object.entries(JSON.parse(document.getElementById("specs").textContent))) {
  vegaEmbed("#chart-" + id, spec, { renderer: "svg", actions: { export: true, source: false, compiled: false, editor: false } });
}
</script>`;
}

/** A library's build for browsers, which npm brought beside its main module. */
function library(name: string): string {
  const main = createRequire(import.meta.url).resolve(name);
  return readFileSync(join(dirname(main), `${name}.min.js`), "utf8");
}
