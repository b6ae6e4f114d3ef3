import type { Measurement } from "../../../bench/experiment/result/measurement.ts";
import { digits, formatPerSecond } from "../../findings/format.ts";
import { escapeHtml, htmlTable } from "../html.ts";

/** Rival engines beside ours; empty where none were asked for. */
export function peersTable({ peers }: Measurement): string {
  if (!peers) return "";
  const rows = peers.rows.map((row) => [
    row.size === 0 ? row.workload : `${row.workload}, ${digits(row.size)} pending`,
    row.style,
    `${row.engine} ${row.version}`,
    `${digits(row.operations)} ${row.unit}`,
    formatPerSecond(row.rate),
    `${formatPerSecond(row.low)} to ${formatPerSecond(row.high)}`,
    row.ratio.toFixed(2),
  ]);
  const head = ["workload", "style", "engine", "timed", "rate", "of all rounds", "iofd / this"];
  const note = `Each engine runs a driver of ours in a process of its own, turn by turn, ${peers.rounds} rounds: medians, the ratio that of rounds and against our row of the same style. All draw the same numbers; start-up, draws and a warm-up are not timed. The final clock of HOLD, the mean wait of M/M/1 and the wake-ups of ping-pong are checked against what they are without any engine.`;
  return `<h3>Discrete-event engines side by side</h3><p class="note">${escapeHtml(note)}</p>${htmlTable(head, rows, [3, 4, 5, 6])}`;
}
