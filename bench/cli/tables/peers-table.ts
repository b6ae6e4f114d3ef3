import { digits, formatPerSecond } from "../../../reports/findings/format.ts";
import type { Measurement } from "../../experiment/result/measurement.ts";
import { table } from "./table.ts";

/** Rival engines beside ours; empty where none were asked for. */
export function peersTable({ peers }: Measurement): string {
  if (!peers) return "";
  const rows = peers.rows.map((row) => [
    row.workload,
    row.size === 0 ? "" : String(row.size),
    row.style,
    `${row.engine} ${row.version}`,
    digits(row.operations),
    formatPerSecond(row.rate),
    `${row.ratio.toFixed(2)}x`,
  ]);
  const head = ["workload", "pending", "style", "engine", "timed", "rate", "iofd / this"];
  return `Discrete-event engines, turn by turn, medians of ${peers.rounds} rounds:\n\n${table(head, rows)}`;
}
