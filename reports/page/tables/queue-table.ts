import type { Measurement, QueueRow } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../../findings/format.ts";
import { escapeHtml, htmlTable } from "../html.ts";

/** The engine's queue is to be nowhere slower than this share of a plain heap's speed. */
const floor = 0.9;

/** How many rows fall below what is asked of the queue, in words. */
export function queueVerdict(rows: readonly QueueRow[]): string {
  const below = rows.filter(({ ratio }) => ratio < floor).length;
  if (below === 0) return `None of ${rows.length} rows is below ${floor}×.`;
  return `Below ${floor}×, where none should be: ${below} of ${rows.length} rows.`;
}

/** The engine's queue against a heap; empty where it was not timed. */
export function queueTable({ queue }: Measurement): string {
  if (!queue || queue.length === 0) return "";
  const rows = queue.map((row) => [
    row.increments,
    digits(row.size),
    `${digits(row.ours)} ns`,
    `${digits(row.heap)} ns`,
    `${row.ratio.toFixed(2)}×`,
  ]);
  const head = ["next event after", "pending", "ours", "heap", "our speed"];
  const note = `HOLD on the queue of future events alone: one event taken, one put, ns each time. Turn by turn with a plain binary heap, each in a thread of its own; medians. Our speed is a share of the heap’s. ${queueVerdict(queue)}`;
  return `<h3>The engine’s queue against a binary heap</h3><p class="note">${escapeHtml(note)}</p>${htmlTable(head, rows, [1, 2, 3, 4])}`;
}
