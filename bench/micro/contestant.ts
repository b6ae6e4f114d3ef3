import { Worker } from "node:worker_threads";
import { workerModule } from "../place.ts";
import type { ContestantSpec } from "./contest-worker.ts";
import type { Length } from "./task.ts";

/** Whoever can be timed: nanoseconds an operation, the median of `rounds` rounds. */
export interface Timed {
  time(rounds: number): number | Promise<number>;
}

/** Code of ours in a thread of its own. */
export class Contestant implements Timed {
  readonly #worker: Worker;

  constructor(spec: ContestantSpec) {
    const { filename, execArgv } = workerModule("micro/contest-worker");
    this.#worker = new Worker(new URL(filename), { execArgv, workerData: spec });
  }

  time(rounds: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#worker.once("message", resolve);
      this.#worker.once("error", reject);
      this.#worker.postMessage(rounds);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Times each of `contestants` in turn, again and again: a list of its turns for each. */
export async function turnByTurn(contestants: readonly Timed[], length: Length): Promise<number[][]> {
  const times: number[][] = contestants.map(() => []);
  const rounds = length === "short" ? 2 : 3;
  for (let turn = 0; turn < (length === "short" ? 5 : 9); turn++) {
    for (const [i, contestant] of contestants.entries()) times[i]!.push(await contestant.time(rounds));
  }
  return times;
}

/** Two contestants of ours, turn by turn. */
export async function duel(
  specs: readonly [ContestantSpec, ContestantSpec],
  length: Length,
): Promise<[number[], number[]]> {
  const contestants = specs.map((spec) => new Contestant(spec));
  try {
    return (await turnByTurn(contestants, length)) as [number[], number[]];
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.close()));
  }
}
