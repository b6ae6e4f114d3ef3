import { Worker } from "node:worker_threads";
import type { MachineSpec } from "../../sim/index.ts";
import { javaScriptOf } from "../host/files/locations.ts";
import type { IncrementsName } from "./increments.ts";
import type { QueueName } from "./queue-models.ts";
import type { SubjectName } from "./subjects.ts";
import type { Length } from "./task.ts";

/** Code to time: a subject by name, a queue with `size` pending events, or a machine that rings `size` doorbells. */
export type SubjectSpec = { readonly size: number } & (
  | { readonly name: SubjectName }
  | { readonly queue: QueueName; readonly increments: IncrementsName }
  | { readonly machine: MachineSpec }
);

/** Anything with a `time`: nanoseconds an operation, the median of `iterations` iterations. */
export interface Timeable {
  time(iterations: number): number | Promise<number>;
}

/** Our code in a worker thread. Each subject has its own thread, so no other code shapes what V8 compiles for it. */
export class BenchmarkSubject implements Timeable {
  readonly #worker: Worker;

  constructor(spec: SubjectSpec) {
    this.#worker = new Worker(new URL(javaScriptOf("bench/micro/timing-worker")), { workerData: spec });
  }

  time(iterations: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#worker.once("message", resolve);
      this.#worker.once("error", reject);
      this.#worker.postMessage(iterations);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** How to time a comparison. JMH uses the words fork and iteration in the same sense. */
export interface TimingPlan {
  /** How often to start all subjects in new threads. */
  readonly forks: number;
  /** Rounds of a fork. A round times each subject once, in turn. */
  readonly rounds: number;
  /** Iterations of each subject in a round. Their median is the time of the round. */
  readonly iterations: number;
}

/** The plan of a comparison that needs no plan of its own. */
export const timingPlans: Record<Length, TimingPlan> = {
  short: { forks: 1, rounds: 5, iterations: 2 },
  long: { forks: 1, rounds: 9, iterations: 3 },
};

/** Times each subject once a round. Returns a list of round times for each subject. */
export async function timeInterleaved(
  subjects: readonly Timeable[],
  { rounds, iterations }: Omit<TimingPlan, "forks">,
): Promise<number[][]> {
  const times: number[][] = subjects.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) times[i]!.push(await subject.time(iterations));
  }
  return times;
}

/** Times two of our subjects against each other. Returns the round times of both, all forks in one list. */
export async function timePair(
  specs: readonly [SubjectSpec, SubjectSpec],
  plan: TimingPlan,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let fork = 0; fork < plan.forks; fork++) {
    const subjects = specs.map((spec) => new BenchmarkSubject(spec));
    const timed = timeInterleaved(subjects, plan);
    const closed = timed.finally(() => Promise.all(subjects.map((subject) => subject.close())));
    for (const [i, own] of (await closed).entries()) times[i]!.push(...own);
  }
  return times;
}
