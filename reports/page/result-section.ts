/** One result as a part of a page: question, answer, charts, tables, warnings, provenance. */

import type { Result } from "../../bench/experiment/result/result.ts";
import { figuresOf } from "../figures/result-figures.ts";
import { tornadoFigures } from "../figures/tornado-figures.ts";
import { answerParagraphs } from "../findings/answer.ts";
import { digits, withIntervals } from "../findings/format.ts";
import { costTable } from "../findings/tables/cost-table.ts";
import { mainEffectsTable } from "../findings/tables/main-effects-table.ts";
import { pointTable } from "../findings/tables/point-table.ts";
import { fingerprintTable, provenanceTable } from "../findings/tables/provenance-tables.ts";
import { sensitivityTable } from "../findings/tables/sensitivity-table.ts";
import { traceExitTable, traceWriteTable } from "../findings/tables/trace-tables.ts";
import { validationTable } from "../findings/tables/validation-table.ts";
import { details, foldedTable, type Html, html, htmlTable, noteOf, nothing } from "./html.ts";
import type { Section } from "./page.ts";

export function resultSection(result: Result): Section {
  return {
    id: idOf(result.name),
    title: result.name,
    lead: html`<p class="question">${result.question}</p>${answer(result)}${warnings(result)}`,
    figures: [...figuresOf(result), ...tornadoFigures(result)],
    rest: html`
${foldedTable(mainEffectsTable(result), "open")}
${points(result)}
${result.validations.map((validation) => foldedTable(validationTable(result, validation), "open"))}
${foldedTable(sensitivityTable(result), "open")}
${trace(result)}
${result.costs.map((sheet) => foldedTable(costTable(sheet), "closed"))}
${provenance(result)}`,
  };
}

function answer(result: Result): Html {
  return html`<div class="answer">${answerParagraphs(result).map((text) => html`<p>${text}</p>`)}</div>`;
}

/** A name as an id: a result file may be called anything. */
const idOf = (name: string) => name.replaceAll(/[^A-Za-z0-9_-]+/g, "-");

function warnings(result: Result): Html {
  if (result.warnings.length === 0) return nothing;
  const items = result.warnings.map(({ message, points }) => html`<li>${message}${concerned(result, points)}</li>`);
  return html`<div class="warnings"><strong>Before you believe it</strong><ul>${items}</ul></div>`;
}

/** The points of a warning, unless it concerns all of them. */
function concerned({ points: all }: Result, points: readonly string[]): Html {
  if (points.length === 0 || points.length === all.length) return nothing;
  const ids = points.map((id) => html`${id}<br>`);
  return details(`${points.length} of ${all.length} points`, html`<p class="ids">${ids}</p>`, "closed");
}

/** A table of at most so many rows is open from the start. */
const fewRows = 16;

function points(result: Result): Html {
  const table = pointTable(result, withIntervals);
  const count = table.rows.length;
  const note =
    "Means with 95 % intervals over replications. A number without an interval has no sampling error: every replication gives it. A dash: no steady state, or not observed.";
  return foldedTable({ title: `All ${count} points`, note, table }, count <= fewRows ? "open" : "closed");
}

function trace({ trace: found }: Result): Html {
  if (!found) return nothing;
  const { events, seconds, doorbells, doorbellSeconds } = found;
  const title = `The trace: ${events} events in ${digits(seconds)} s, ${doorbells} doorbells in ${digits(doorbellSeconds)} s`;
  const tables = html`${htmlTable(traceExitTable(found))}${htmlTable(traceWriteTable(found))}`;
  return details(title, html`${noteOf(found.file)}${tables}`, "open");
}

function provenance(result: Result): Html {
  const scenario = details("The scenario as it was run", html`<pre>${result.scenario.text}</pre>`, "closed");
  const fingerprints = { title: "Fingerprints of the first replications", note: "", table: fingerprintTable(result) };
  return html`<h3>Provenance</h3>${htmlTable(provenanceTable(result))}${scenario}${foldedTable(fingerprints, "closed")}`;
}
