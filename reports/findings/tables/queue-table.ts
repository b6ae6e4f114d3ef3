import type { Measurement, QueueRow } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** The queue must reach this share of a plain heap's speed in every row. */
const leastShare = 0.9;

/** How many rows miss the least share, in words. */
export function queueVerdict(rows: readonly QueueRow[]): string {
  const below = rows.filter(({ ratio }) => ratio < leastShare).length;
  if (below === 0) return `None of ${rows.length} rows is below ${leastShare}×.`;
  return `${below} of ${rows.length} rows are below ${leastShare}×, and none should be.`;
}

/** The engine's event queue beside a binary heap; null where it was not timed. */
export function queueTable({ queue }: Measurement): TitledTable | null {
  if (!queue || queue.length === 0) return null;
  const columns = [
    textColumn<QueueRow>("next event after", ({ increments }) => increments),
    numberColumn<QueueRow>("pending", ({ size }) => digits(size)),
    numberColumn<QueueRow>("ours", ({ ours }) => `${digits(ours)} ns`),
    numberColumn<QueueRow>("heap", ({ heap }) => `${digits(heap)} ns`),
    numberColumn<QueueRow>("our speed", ({ ratio }) => `${ratio.toFixed(2)}×`),
  ];
  const note = `Medians of HOLD on the event queue alone: take one event, insert one. The queue takes turns with a plain binary heap, each in a thread of its own. Our speed is a share of the heap’s. ${queueVerdict(queue)}`;
  return { title: "The engine’s queue against a binary heap", note, table: tableOf(columns, queue) };
}
