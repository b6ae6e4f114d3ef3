import { queueVerdict } from "../../../reports/page/tables/queue-table.ts";
import type { Measurement } from "../../experiment/result/measurement.ts";
import { table } from "./table.ts";

/** The engine's queue against a heap; empty where it was not timed. */
export function queueTable({ queue }: Measurement): string {
  if (!queue || queue.length === 0) return "";
  const rows = queue.map((row) => [
    row.increments,
    String(row.size),
    `${row.ours.toFixed(1)} ns`,
    `${row.heap.toFixed(1)} ns`,
    `${row.ratio.toFixed(2)}x`,
  ]);
  const shown = table(["next event after", "pending", "ours", "heap", "our speed"], rows);
  return `The engine's queue against a binary heap, an event taken and one put, turn by turn:\n\n${shown}\n\n${queueVerdict(queue)}`;
}
