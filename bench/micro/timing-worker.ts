/** A thread that runs one subject. It receives a number of iterations and posts the median ns an operation. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { median } from "simple-statistics";
import type { EngineModel } from "./engine-models.ts";
import type { SubjectSpec } from "./paired-timing.ts";

const subject = await buildSubject(workerData as SubjectSpec);
collectGarbage();
for (let warmup = 0; warmup < 3; warmup++) subject.run();
parentPort!.on("message", (iterations: number) => {
  parentPort!.postMessage(median(Array.from({ length: iterations }, () => timeOperation(subject))));
});

/** Imports only the modules of this subject: there are many subjects, each with a thread. */
async function buildSubject(spec: SubjectSpec): Promise<EngineModel> {
  if ("name" in spec) {
    const { subjects } = await import("./subjects.ts");
    return subjects[spec.name](spec.size);
  }
  if ("queue" in spec) {
    const { queueModels } = await import("./queue-models.ts");
    return queueModels[spec.queue](spec.increments, spec.size);
  }
  const { machineModel } = await import("./machine-model.ts");
  return machineModel(spec.machine, spec.size);
}

/** Compacts the heap, so that the model's objects lie together as in a program that has run for a while. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

function timeOperation({ run, operations }: EngineModel): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / operations;
}
