import type { Measurement, ModelRow } from "../../../bench/experiment/result/measurement.ts";
import { digits, formatPerSecond } from "../../findings/format.ts";
import { escapeHtml, htmlTable } from "../html.ts";

export const modelHead = ["path", "a doorbell", "speed", "events each", "events", "HOLD", "share"];

/** A row of text a path, as `modelHead` has it. */
export function modelCells({ path, doorbell, events, hold, share }: ModelRow): string[] {
  return [
    path,
    `${digits(doorbell)} ns`,
    formatPerSecond(1e9 / doorbell),
    digits(events),
    formatPerSecond((events * 1e9) / doorbell),
    formatPerSecond(1e9 / hold),
    `${digits(100 * share)} %`,
  ];
}

/** The machine model's speed; empty where it was not timed. */
export function modelTable({ model }: Measurement): string {
  if (!model || model.length === 0) return "";
  const rows = model.map((row) => [...modelCells(row), `${row.origin}; ${digits(row.doorbells)} doorbells`]);
  const note =
    "Runs of whole machines on one thread, turn by turn with the engine’s HOLD (16 processes, fingerprint on), each in a thread of its own; medians. The share is the model’s events a second of HOLD’s: the rest goes into what the model computes at each event.";
  const table = htmlTable([...modelHead, "machine of"], rows, [1, 2, 3, 4, 5, 6]);
  return `<h3>Speed of the machine model</h3><p class="note">${escapeHtml(note)}</p>${table}`;
}
