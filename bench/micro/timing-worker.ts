/** A thread for one contestant, so that nothing else has shaped the compiled code: answers each "so many times" with ns an operation. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { median } from "simple-statistics";
import type { EngineModel } from "./engine-models.ts";
import type { ContestantSpec } from "./paired-timing.ts";

const contestant = await contestantOf(workerData as ContestantSpec);
collect();
for (let warmup = 0; warmup < 3; warmup++) contestant.run();
parentPort!.on("message", (rounds: number) => {
  parentPort!.postMessage(median(Array.from({ length: rounds }, () => timed(contestant))));
});

/** Loads nothing that the contestant does not need: each has a thread, and they are many. */
async function contestantOf(spec: ContestantSpec): Promise<EngineModel> {
  if ("name" in spec) {
    const { contestants } = await import("./subjects.ts");
    return contestants[spec.name](spec.size);
  }
  if ("queue" in spec) {
    const { queueModels } = await import("./queue-models.ts");
    return queueModels[spec.queue](spec.increments, spec.size);
  }
  const { machineModel } = await import("./machine-model.ts");
  return machineModel(spec.machine, spec.size);
}

/** What a model is made of lies together, as in a program that has run for a while. */
function collect(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

function timed({ run, operations }: EngineModel): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / operations;
}
