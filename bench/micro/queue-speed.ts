/** The engine's queue of future events against a plain binary heap, on increments of many kinds. */

import { median } from "simple-statistics";
import type { QueueRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { type IncrementsName, incrementNames } from "./increments.ts";
import { type Bout, duel } from "./paired-timing.ts";
import type { Length } from "./task.ts";

interface Ground {
  readonly increments: readonly IncrementsName[];
  readonly sizes: readonly number[];
  readonly bout: Bout;
}

/** What is timed at each length. What V8 makes of so short a loop differs from start to start: hence several. */
const grounds: Record<Length, Ground> = {
  short: {
    increments: ["exponential(1)", "0 to 15, whole: many tie"],
    sizes: [1000],
    bout: { starts: 1, turns: 5, rounds: 1 },
  },
  long: { increments: incrementNames, sizes: [16, 1000, 100_000], bout: { starts: 2, turns: 3, rounds: 1 } },
};

/** Every row, turn by turn. `done` is called after each. */
export function queueContest(length: Length, done: (row: QueueRow) => void): Promise<QueueRow[]> {
  const { increments, sizes, bout } = grounds[length];
  return onOneCpu(async () => {
    const rows: QueueRow[] = [];
    for (const name of increments) {
      for (const size of sizes) {
        rows.push(await queueRow(name, size, bout));
        done(rows.at(-1)!);
      }
    }
    return rows;
  });
}

async function queueRow(increments: IncrementsName, size: number, bout: Bout): Promise<QueueRow> {
  const [heap, ours] = await duel(
    [
      { queue: "HeapQueue", increments, size },
      { queue: "EventQueue", increments, size },
    ],
    bout,
  );
  const ratio = median(ours.map((time, turn) => heap[turn]! / time));
  return { increments, size, ours: median(ours), heap: median(heap), ratio };
}
