/** A thread for one contestant, so that nothing else has shaped the compiled code: answers each "so many times" with ns an operation. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { median } from "simple-statistics";
import type { MachineSpec } from "../../sim/index.ts";
import { upstreamSearch } from "./bus.ts";
import { type EngineModel, engineModels } from "./engine-models.ts";
import type { IncrementsName } from "./increments.ts";
import { machineModel } from "./machine-model.ts";
import { type QueueName, queueModels } from "./queue-models.ts";

/** What a contest can run by its name alone. */
export const contestants = { ...engineModels, "upstream search": upstreamSearch };
export type ContestantName = keyof typeof contestants;

/** A contestant at a size: one of those, a queue at its increments, or a machine and how many doorbells it rings. */
export type ContestantSpec = { readonly size: number } & (
  | { readonly name: ContestantName }
  | { readonly queue: QueueName; readonly increments: IncrementsName }
  | { readonly machine: MachineSpec }
);

/** What is to be timed. */
export function contestantOf(spec: ContestantSpec): EngineModel {
  if ("name" in spec) return contestants[spec.name](spec.size);
  if ("queue" in spec) return queueModels[spec.queue](spec.increments, spec.size);
  return machineModel(spec.machine, spec.size);
}

if (parentPort) {
  const task = contestantOf(workerData as ContestantSpec);
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

function timed({ run, operations }: EngineModel): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / operations;
}
