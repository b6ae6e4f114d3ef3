/** Tables for the terminal. */

import Table from "cli-table3";
import { formatChange, formatPerSecond, formatTime } from "../../../reports/findings/format.ts";
import { formatMeasure, tellingMeasures } from "../../../reports/findings/measures.ts";
import { sensitivityHead, sensitivityRows } from "../../../reports/findings/sensitivity.ts";
import { validationHead, validationRows, verdictOf } from "../../../reports/findings/validation.ts";
import type { Estimate } from "../../experiment/result/estimate.ts";
import type { Measure } from "../../experiment/result/measures.ts";
import type { Point, PointComparison, Result } from "../../experiment/result/result.ts";
import type { Validation } from "../../experiment/result/validation.ts";
import type { Warning } from "../../experiment/result/warning.ts";

/** Rows of text under a head, without a frame. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
  };
  const frameless = {
    ...none,
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  };
  const shown = new Table({
    head: [...head],
    chars: frameless,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  shown.push(...rows.map((row) => [...row]));
  return shown.toString();
}

/** A result as a table: one row a point. */
export function resultTable(result: Result): string {
  const comparisons = new Map(result.comparisons.map((comparison) => [comparison.point, comparison]));
  const answered = result.points.some(({ metrics }) => metrics.completion);
  const counted = tellingMeasures(result);
  const rows = result.points.map((point) => [
    ...rowOf(point, comparisons.get(point.id)),
    ...(answered ? [shown(point, point.metrics.completion?.mean)] : []),
    ...counted.map((measure: Measure) => formatMeasure(point, measure)),
    remark(point),
  ]);
  const head = [
    ...Object.keys(result.axes),
    "rtt",
    "response",
    "response p99",
    "notify",
    "done",
    "rtt against baseline",
    ...(answered ? ["completion"] : []),
    ...counted,
    "remark",
  ];
  const validations = result.validations.map((validation) => validationTable(result, validation));
  const warnings = result.warnings.map((warning) => warningLine(result, warning)).join("\n");
  const parts = [`${result.name}: ${result.question}`, table(head, rows), ...validations, sheetTable(result), warnings];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** More points than this are counted. */
const mostNamed = 4;

function warningLine({ points: all }: Result, { message, points }: Warning): string {
  if (points.length === 0 || points.length === all.length) return `warning: ${message}`;
  return `warning: ${message} (${points.length > mostNamed ? `${points.length} of ${all.length} points` : points.join("; ")})`;
}

/** Published figures beside simulated ones; their sources are in the report. */
function validationTable(result: Result, validation: Validation): string {
  const [head, ...rows] = [validationHead, ...validationRows(result, validation)].map((row) => row.slice(0, -1));
  return `${validation.of} against published figures: ${verdictOf(validation)}\n\n${table(head!, rows)}`;
}

/** What the sheet's own uncertainty leaves of each headline. */
function sheetTable(result: Result): string {
  const { sensitivity } = result;
  if (!sensitivity) return "";
  const about = `The cost sheet's uncertainty, from ${sensitivity.samples} sheets varied over their numbers' ranges:`;
  return `${about}\n\n${table(sensitivityHead, sensitivityRows(result))}`;
}

function rowOf(point: Point, comparison: PointComparison | undefined): string[] {
  const { rtt, response, notify } = point.metrics;
  const show = (estimate: Estimate | undefined) => shown(point, estimate);
  return [
    ...Object.values(point.axes).map(String),
    show(rtt?.mean),
    show(response?.mean),
    show(response?.p99),
    point.notifyKnown ? show(notify?.mean) : "0 to rtt",
    point.throughput ? formatPerSecond(point.throughput.value) : "-",
    comparison?.metrics.rtt ? formatChange(comparison.metrics.rtt.ratio.value) : "",
  ];
}

const shown = ({ timeUnit }: Point, estimate: Estimate | undefined) =>
  estimate ? formatTime(estimate.value, timeUnit) : "-";

function remark(point: Point): string {
  const over = (["vcpu", "backend"] as const).filter((station) => (point[station]?.utilisation ?? 0) >= 1);
  if (over.length > 0) return `${over.join(" and ")} saturated`;
  return point.standing === "modelled" ? "" : point.standing;
}
