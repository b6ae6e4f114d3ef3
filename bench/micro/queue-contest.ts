/** The engine's queue of future events against a plain binary heap, on increments of many kinds. */

import { median } from "simple-statistics";
import type { QueueRow } from "../result.ts";
import { duel } from "./contestant.ts";
import { type IncrementsName, incrementNames } from "./increments.ts";
import { onOneCpu } from "./pin.ts";
import type { Length } from "./task.ts";

/** What is timed at each length. */
const grounds: Record<Length, { increments: readonly IncrementsName[]; sizes: readonly number[] }> = {
  short: { increments: ["exponential(1)", "0 to 15, whole: many tie"], sizes: [1000] },
  long: { increments: incrementNames, sizes: [16, 1000, 100_000] },
};

/** Every row, turn by turn. `done` is called after each. */
export function queueContest(length: Length, done: (row: QueueRow) => void): Promise<QueueRow[]> {
  const { increments, sizes } = grounds[length];
  return onOneCpu(async () => {
    const rows: QueueRow[] = [];
    for (const name of increments) {
      for (const size of sizes) {
        rows.push(await queueRow(name, size, length));
        done(rows.at(-1)!);
      }
    }
    return rows;
  });
}

async function queueRow(increments: IncrementsName, size: number, length: Length): Promise<QueueRow> {
  const [heap, ours] = await duel(
    [
      { queue: "HeapQueue", increments, size },
      { queue: "EventQueue", increments, size },
    ],
    length,
  );
  const ratio = median(ours.map((time, turn) => heap[turn]! / time));
  return { increments, size, ours: median(ours), heap: median(heap), ratio };
}
