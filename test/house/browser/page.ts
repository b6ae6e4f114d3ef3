/** Test code for the page: runs a result file again, in the page or in a Web Worker, and draws its report. */

import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import { pilot } from "../../../bench/experiment/replication/pilot.ts";
import { replicate } from "../../../bench/experiment/replication/replication.ts";
import { bytesOf } from "../../../bench/experiment/result/embedded-file.ts";
import { type Result, serialise } from "../../../bench/experiment/result/result.ts";
import type { Executor } from "../../../bench/experiment/run/executor.ts";
import { waitInQueue } from "../../../bench/experiment/run/mm1.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { Inputs } from "../../../bench/experiment/scenario/inputs.ts";
import { answerOf } from "../../../reports/findings/answer.ts";
import { renderReport } from "../../../reports/page/report.ts";

/** The part of the browser's Worker that is used; the project's types know no browser. */
interface Worker {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { data: { id: number; answer: unknown } }) => void): void;
  terminate(): void;
}
declare const Worker: new (url: string) => Worker;

/** Runs the scenario of the result file `text` again; returns the new file. */
async function rerun(text: string, executor: Executor): Promise<string> {
  const result: Result = JSON.parse(text);
  const read = (reference: string) => {
    const file = result.files[reference];
    return file ? bytesOf(file) : null;
  };
  const inputs = new Inputs({ read, shippedSheets: Object.keys(result.files) });
  const scenario = parseScenario(result.scenario.file, result.scenario.text, inputs);
  const progress = { update: () => {} };
  return serialise(await runScenario(scenario, inputs, { executor, progress, version: result.iofd }));
}

const inPlace: Executor = {
  workers: 1,
  pilot: async (job) => pilot(job),
  replicate: async (job) => replicate(job),
  queue: async (job) => waitInQueue(job),
};

/** One worker thread that runs `source`; its answers carry the number of their job. */
function inWorker(source: string): { executor: Executor; close: () => void } {
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  const waiting: ((answer: never) => void)[] = [];
  worker.addEventListener("message", ({ data }) => waiting[data.id]!(data.answer as never));
  const ask = <T>(kind: string, job: unknown) =>
    new Promise<T>((resolve) => worker.postMessage({ id: waiting.push(resolve) - 1, kind, job }));
  const executor: Executor = {
    workers: 1,
    pilot: (job) => ask("pilot", job),
    replicate: (job) => ask("replicate", job),
    queue: (job) => ask("queue", job),
  };
  return { executor, close: () => worker.terminate() };
}

Object.assign(globalThis, {
  answerOf: (text: string) => answerOf(JSON.parse(text)),
  reportOf: (text: string) => renderReport([JSON.parse(text)], { vega: "", vegaLite: "", vegaEmbed: "" }),
  rerunInPlace: (text: string) => rerun(text, inPlace),
  rerunInWorker: (text: string, source: string) => {
    const { executor, close } = inWorker(source);
    return rerun(text, executor).finally(close);
  },
});
