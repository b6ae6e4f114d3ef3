/** Tables for the terminal. */

import Table from "cli-table3";
import { formatDuration } from "../../reports/format.ts";
import type { Point, PointComparison, Result } from "../result.ts";
import { formatRate } from "../scenario/units.ts";
import type { Estimate } from "../stats/estimate.ts";

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
  const rows = result.points.map((point) => rowOf(point, comparisons.get(point.id)));
  const head = [...Object.keys(result.axes), "rtt", "response p99", "throughput", "rtt vs baseline", ""];
  return `${result.name}: ${result.question}\n\n${table(head, rows)}\n`;
}

function rowOf(point: Point, comparison: PointComparison | undefined): string[] {
  const { rtt, response } = point.metrics;
  const show = (estimate: Estimate | undefined) => (estimate ? formatDuration(estimate, point.timeUnit) : "-");
  return [
    ...Object.values(point.axes).map(String),
    show(rtt?.mean),
    show(response?.p99),
    point.throughput ? formatRate(point.throughput.value) : "-",
    comparison?.metrics.rtt ? `${comparison.metrics.rtt.ratio.value.toFixed(2)}x` : "",
    remark(point),
  ];
}

function remark(point: Point): string {
  const over = (["vcpu", "backend"] as const).filter((station) => (point[station]?.utilisation ?? 0) >= 1);
  if (over.length > 0) return `${over.join(" and ")} saturated`;
  return point.standing === "modelled" ? "" : point.standing;
}
