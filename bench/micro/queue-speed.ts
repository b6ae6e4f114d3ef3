/** The engine's event queue against a plain binary heap, on several distributions of increments. */

import { median } from "simple-statistics";
import type { QueueRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { type IncrementsName, incrementNames } from "./increments.ts";
import { type TimingPlan, timePair } from "./paired-timing.ts";
import type { Length } from "./task.ts";

/** Every pair of increments and size is a case. */
interface QueueCases {
  readonly increments: readonly IncrementsName[];
  readonly sizes: readonly number[];
  readonly plan: TimingPlan;
}

/** Two forks at length: V8 compiles so short a loop differently from start to start. */
const cases: Record<Length, QueueCases> = {
  short: {
    increments: ["exponential(1)", "0 to 15, whole: many tie"],
    sizes: [1000],
    plan: { forks: 1, rounds: 5, iterations: 1 },
  },
  long: { increments: incrementNames, sizes: [16, 1000, 100_000], plan: { forks: 2, rounds: 3, iterations: 1 } },
};

/** Times all cases. Calls `done` after each row. */
export function compareQueues(length: Length, done: (row: QueueRow) => void): Promise<QueueRow[]> {
  const { increments, sizes, plan } = cases[length];
  return onOneCpu(async () => {
    const rows: QueueRow[] = [];
    for (const name of increments) {
      for (const size of sizes) {
        rows.push(await timeQueues(name, size, plan));
        done(rows.at(-1)!);
      }
    }
    return rows;
  });
}

async function timeQueues(increments: IncrementsName, size: number, plan: TimingPlan): Promise<QueueRow> {
  const [heap, ours] = await timePair(
    [
      { queue: "HeapQueue", increments, size },
      { queue: "EventQueue", increments, size },
    ],
    plan,
  );
  const ratio = median(ours.map((time, round) => heap[round]! / time));
  return { increments, size, ours: median(ours), heap: median(heap), ratio };
}
