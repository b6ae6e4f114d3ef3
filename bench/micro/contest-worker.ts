/** A thread for one contestant, so that nothing else has shaped the compiled code: answers each "so many times" with ns an operation. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { median } from "simple-statistics";
import { upstreamSearch } from "./bus.ts";
import { engineModels } from "./engine-models.ts";
import type { MicroTask } from "./task.ts";

/** What a contest can run. */
export const contestants = { ...engineModels, "upstream search": upstreamSearch };
export type ContestantName = keyof typeof contestants;

if (parentPort) {
  const { name, size } = workerData as { name: ContestantName; size: number };
  const task = contestants[name](size);
  collect();
  for (let warmup = 0; warmup < 3; warmup++) task.run();
  parentPort.on("message", (rounds: number) => {
    parentPort!.postMessage(median(Array.from({ length: rounds }, () => timed(task))));
  });
}

/** What a model is made of lies together, as in a program that has run for a while. */
function collect(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

function timed({ run, operations }: Pick<MicroTask, "run" | "operations">): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / operations;
}
