/** One self-contained page. It is readable offline and without scripts; with scripts, its charts react to the mouse. */

import { renderSvg } from "../charts/render.ts";
import type { Figure } from "../figures/figure.ts";
import { Html, html, nothing } from "./html.ts";
import type { PageLibraries } from "./libraries.ts";
import { contentSecurityPolicy } from "./policy.ts";
import { style } from "./style.ts";

/** A part of a page: its charts stand between `lead` and `rest`. */
export interface Section {
  /** Letters, digits, `-` and `_`; unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly lead: Html;
  readonly figures: readonly Figure[];
  readonly rest: Html;
}

/** The page as HTML. */
export async function renderPage(
  title: string,
  sections: readonly Section[],
  libraries: PageLibraries,
): Promise<string> {
  const scripts = sections.some(({ figures }) => figures.length > 0) ? scriptsOf(libraries) : [];
  const policy = await contentSecurityPolicy(scripts);
  const bodies: Html[] = [];
  for (const section of sections) bodies.push(await renderSection(section));
  const links = sections.map(({ id, title: name }) => html`<a href="#${id}">${name}</a> `);
  const page = html`<!doctype html>
<html lang="en">
${headOf(title, policy)}
<body>
<header><h1>${title}</h1><nav>${links}</nav></header>
<main>
${bodies}
</main>
${scripts.length > 0 ? specsOf(sections) : nothing}
${scripts.map((script) => html`<script>${Html.trusted(script)}</script>\n`)}
</body>
</html>
`;
  return page.toString();
}

/** The policy comes before everything that it governs. */
function headOf(title: string, policy: string): Html {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${Html.trusted(style)}</style>
</head>`;
}

async function renderSection(section: Section): Promise<Html> {
  const figures: Html[] = []; // one after the other: a chart of many points takes much memory while it is drawn
  for (const [index, figure] of section.figures.entries())
    figures.push(await renderFigure(chartId(section, index), figure));
  return html`<section id="${section.id}"><h2>${section.title}</h2>${section.lead}
<div class="figures">${figures}</div>
${section.rest}</section>
`;
}

async function renderFigure(id: string, { caption, spec }: Figure): Promise<Html> {
  const picture = Html.trusted(await renderSvg(spec));
  return html`<figure><div class="chart" id="${id}">${picture}</div><figcaption>${caption}</figcaption></figure>\n`;
}

const chartId = ({ id }: Section, index: number) => `chart-${id}-${index}`;

/** The charts as a block of data, which a browser never runs. */
function specsOf(sections: readonly Section[]): Html {
  const charts = sections.flatMap((section) =>
    section.figures.map(({ spec }, index) => ({ id: chartId(section, index), spec })),
  );
  const data = JSON.stringify(charts).replaceAll("<", "\\u003c"); // no text in it can end the block
  return html`<script type="application/json" id="charts">${Html.trusted(data)}</script>`;
}

/** The libraries, then a script that puts a live chart in the place of every picture. */
function scriptsOf({ vega, vegaLite, vegaEmbed }: PageLibraries): string[] {
  return [vega, vegaLite, vegaEmbed, liveCharts];
}

/** `ast` makes vega interpret its expressions; the page's policy forbids it to compile them. */
const liveCharts = `
const actions = { export: true, source: false, compiled: false, editor: false };
for (const { id, spec } of JSON.parse(document.getElementById("charts").textContent))
  vegaEmbed(document.getElementById(id), spec, { renderer: "svg", ast: true, actions });
`;
