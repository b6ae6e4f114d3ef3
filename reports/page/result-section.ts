/** One result as a part of a page: question, answer, charts, tables, warnings, provenance. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";
import type { Point, PointComparison, Result, SheetRecord, Station } from "../../bench/experiment/result/result.ts";
import type { Validation } from "../../bench/experiment/result/validation.ts";
import { figuresOf } from "../figures/result-figures.ts";
import { tornadoFigures } from "../figures/tornado-figures.ts";
import { answerOf } from "../findings/answer.ts";
import {
  digits,
  formatChange,
  formatDuration,
  formatPerSecond,
  formatTime,
  type TimeUnit,
} from "../findings/format.ts";
import { mainEffectsHead, mainEffectsRows } from "../findings/main-effects.ts";
import { formatMeasure, tellingMeasures } from "../findings/measures.ts";
import { sensitivityHead, sensitivityRows } from "../findings/sensitivity.ts";
import { validationHead, validationRows, verdictOf } from "../findings/validation.ts";
import { details, escapeHtml, htmlTable } from "./html.ts";
import type { Section } from "./page.ts";

export function resultSection(result: Result): Section {
  return {
    id: result.name,
    title: result.name,
    lead: `<p class="question">${escapeHtml(result.question)}</p><p class="answer">${escapeHtml(answerOf(result))}</p>${warnings(result)}`,
    figures: [...figuresOf(result), ...tornadoFigures(result)],
    rest: [
      knobTable(result),
      pointTable(result),
      ...result.validations.map((validation) => validationTable(result, validation)),
      sensitivityTable(result),
      traceTable(result),
      ...result.costs.map(costTable),
      provenance(result),
    ].join("\n"),
  };
}

function warnings(result: Result): string {
  if (result.warnings.length === 0) return "";
  const items = result.warnings.map(({ message, points }) => {
    const whole = points.length === 0 || points.length === result.points.length;
    return `<li>${escapeHtml(message)}${whole ? "" : details(`${points.length} of ${result.points.length} points`, `<p class="ids">${points.map(escapeHtml).join("<br>")}</p>`)}</li>`;
  });
  return `<div class="warnings"><strong>Before you believe it</strong><ul>${items.join("")}</ul></div>`;
}

const fewRows = 16;

/** A column of the point table; columns that would say nothing are left out. */
interface Column {
  readonly title: string;
  readonly numeric: boolean;
  cell(point: Point): string;
}

function pointTable(result: Result): string {
  const columns = columnsOf(result);
  const rows = result.points.map((point) => columns.map((column) => column.cell(point)));
  const numeric = columns.flatMap((column, index) => (column.numeric ? [index] : []));
  const titles = columns.map((column) => column.title);
  const note = `<p class="note">Means with 95 % intervals over replications; a bare number has no sampling error, because every replication gives it. A dash: no steady state, or not observed.</p>`;
  const table = htmlTable(titles, rows, numeric);
  return details(`All ${rows.length} points`, note + table, rows.length <= fewRows ? "open" : "closed");
}

function columnsOf(result: Result): Column[] {
  const comparisons = new Map(result.comparisons.map((comparison) => [comparison.point, comparison]));
  const axes = Object.keys(result.axes).map((path) => text(path, (point) => String(point.axes[path])));
  const time = (title: string, of: (point: Point) => Estimate | undefined) =>
    number(title, (point) => shown(of(point), point.timeUnit));
  const open = result.points.some((point) => point.offered !== null);
  const answered = result.points.some(({ metrics }) => metrics.completion);
  const published = result.points.some((point) => point.reference);
  return [
    ...axes,
    time("rtt", ({ metrics }) => metrics.rtt?.mean),
    ...(result.comparisons.length > 0
      ? [number("rtt against baseline", (point) => baselineCell(comparisons.get(point.id), "rtt"))]
      : []),
    ...(published ? [text("published", publishedFigure), number("model against it", publishedChange)] : []),
    ...(open
      ? [
          time("response", ({ metrics }) => metrics.response?.mean),
          time("response p99", ({ metrics }) => metrics.response?.p99),
        ]
      : [time("rtt p99", ({ metrics }) => metrics.rtt?.p99)]),
    number("notify", notifyCell),
    number("done", (point) => (point.throughput ? formatPerSecond(point.throughput.value) : "–")),
    ...(answered ? [time("completion", ({ metrics }) => metrics.completion?.mean)] : []),
    time("CPU a request", (point) => point.cpu),
    ...(result.comparisons.length > 0
      ? [number("CPU against baseline", (point) => baselineCell(comparisons.get(point.id), "cpu"))]
      : []),
    number("exits to userspace", exitsCell),
    ...tellingMeasures(result).map((measure) => number(measure, (point) => formatMeasure(point, measure))),
    ...(result.points.some(({ cpus }) => cpus) ? [text("CPUs busy", cpusCell)] : []),
    text("remark", remark),
  ];
}

const text = (title: string, cell: Column["cell"]): Column => ({ title, numeric: false, cell });
const number = (title: string, cell: Column["cell"]): Column => ({ title, numeric: true, cell });
const shown = (estimate: Estimate | undefined, unit: TimeUnit) => (estimate ? formatDuration(estimate, unit) : "–");

function notifyCell({ notifyKnown, metrics, timeUnit }: Point): string {
  if (notifyKnown) return shown(metrics.notify?.mean, timeUnit);
  return metrics.rtt ? `0 to ${formatTime(metrics.rtt.mean.value, timeUnit)}` : "–";
}

function exitsCell({ userspaceExits }: Point): string {
  if (userspaceExits === 1) return "every request";
  return userspaceExits === 0 ? "none" : digits(userspaceExits);
}

function cpusCell({ cpus }: Point): string {
  return cpus ? cpus.map((busy) => `${digits(100 * busy)} %`).join(", ") : "–";
}

function baselineCell(comparison: PointComparison | undefined, metric: "rtt" | "cpu"): string {
  const ratio = comparison?.metrics[metric]?.ratio;
  if (!ratio) return "";
  if (ratio.sampling === "none") return formatChange(ratio.value);
  return `${formatChange(ratio.value)} (${formatChange(ratio.low)} to ${formatChange(ratio.high)})`;
}

function publishedFigure({ reference, timeUnit }: Point): string {
  if (!reference) return "–";
  const origin = reference.flags.includes("author-extrapolated") ? "extrapolated by its author" : reference.kind;
  const role = reference.role === "held-out" ? "held out" : "fitted to";
  return `${formatTime(reference.value, timeUnit)} (${origin}, ${role})`;
}

function publishedChange({ reference, metrics }: Point): string {
  return reference && metrics.rtt ? formatChange(metrics.rtt.mean.value / reference.value) : "";
}

function remark(point: Point): string {
  const parts = (["vcpu", "backend"] as const).flatMap((name) => saturation(name, point[name]));
  if (point.standing !== "modelled") parts.push(point.standing);
  return parts.join("; ");
}

function saturation(name: string, station: Station | null): string[] {
  if (!station || station.utilisation < 1) return [];
  return [
    `${name} saturated: does ${formatPerSecond(station.capacity.value)}, backlog grows by ${formatPerSecond(station.backlogGrowth)}`,
  ];
}

function validationTable(result: Result, validation: Validation): string {
  return details(
    `${validation.of} against published figures: ${verdictOf(validation)}`,
    htmlTable(validationHead, validationRows(result, validation), [2, 3, 4]),
    "open",
  );
}

function knobTable(result: Result): string {
  const rows = mainEffectsRows(result);
  if (rows.length === 0) return "";
  const note = `<p class="note">What turning one knob does to the time that a request takes from when it was due until it is answered, everything else left as it is.</p>`;
  return details("Which knob matters", note + htmlTable(mainEffectsHead, rows, [2, 3]), "open");
}

function sensitivityTable(result: Result): string {
  const { sensitivity } = result;
  if (!sensitivity) return "";
  const note = `<p class="note">Beside the replications' interval: what the answer owes to the cost sheet. Each number was varied over its range (stated by the sheet, or assumed by kind: see the sheets below), all of them together in ${sensitivity.samples} sheets of a Latin hypercube, with the same random numbers under each and ${digits(sensitivity.requests)} requests.</p>`;
  return details(
    "How much of it is the cost sheet's",
    note + htmlTable(sensitivityHead, sensitivityRows(result), [2, 3]),
    "open",
  );
}

function traceTable(result: Result): string {
  const { trace } = result;
  if (!trace) return "";
  const exits = Object.entries(trace.userspaceExits).map(([reason, count]) => [reason, String(count)]);
  const written = trace.mostWritten.map(({ space, address, len, writes }) => [
    space,
    address,
    String(len),
    String(writes),
  ]);
  return details(
    `What the trace holds: ${trace.events} events in ${digits(trace.seconds)} s, ${trace.doorbells} doorbells in ${digits(trace.doorbellSeconds)} s`,
    `<p class="note">${escapeHtml(trace.file)}</p>${htmlTable(["exit to userspace", "count"], exits, [1])}${htmlTable(["space", "address", "bytes", "writes"], written, [2, 3])}`,
    "open",
  );
}

function costTable(sheet: SheetRecord): string {
  const row = ({ name, value, kind, flags, source, range }: SheetRecord["numbers"][number], unit: TimeUnit) => [
    name,
    formatTime(value, unit),
    range ? `${formatTime(range.low, unit)} to ${formatTime(range.high, unit)}, ${range.basis}` : "",
    [kind, ...flags].join(", "),
    source,
  ];
  const rows = [...sheet.cells, ...sheet.numbers].map((number) => row(number, sheet.timeUnit));
  const about = `<p class="note">Hardware: ${escapeHtml(sheet.hardware)}. Mitigations: ${escapeHtml(sheet.mitigations)}. Prices are constant, so they leave no sampling error; what they are wrong by, no replication shows; the ranges say how far they may be off.</p>`;
  return details(
    `Cost sheet ${sheet.name}: where every number comes from`,
    about + htmlTable(["cost", "value", "range", "kind", "source"], rows, [1]),
  );
}

function provenance(result: Result): string {
  const { selfCheck } = result;
  const { simulated } = selfCheck;
  const rows = [
    ["run again with", `iofd run ${result.name}.yaml, or iofd run result.json (it carries its inputs)`],
    ["iofd", result.iofd],
    ["seed", String(result.seed)],
    ["doorbells simulated", digits(result.points.reduce((sum, point) => sum + point.doorbells, 0))],
    ["replications", [...new Set(result.points.map((point) => point.replications))].sort((a, b) => a - b).join(" or ")],
    [
      "engine self-check",
      `${selfCheck.passed ? "passed" : "FAILED"}: ${selfCheck.what}: simulated ${simulated.value.toFixed(3)} (95 % interval ${simulated.low.toFixed(3)} to ${simulated.high.toFixed(3)}), theory ${selfCheck.theory.toFixed(3)}`,
    ],
  ];
  const fingerprints = result.points.map((point) => [point.id, point.fingerprint]);
  const folded = details(
    "Fingerprint of each point's first trajectory",
    htmlTable(["point", "fingerprint"], fingerprints),
  );
  const text = details("The scenario as it was run", `<pre>${escapeHtml(result.scenario.text)}</pre>`);
  return `<h3>Provenance</h3>${htmlTable(["", ""], rows)}${text}${folded}`;
}
