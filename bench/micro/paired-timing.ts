import { Worker } from "node:worker_threads";
import type { MachineSpec } from "../../sim/index.ts";
import { workerModule } from "../host/files/locations.ts";
import type { IncrementsName } from "./increments.ts";
import type { QueueName } from "./queue-models.ts";
import type { ContestantName } from "./subjects.ts";
import type { Length } from "./task.ts";

/** A contestant at a size: one that has a name, a queue at its increments, or a machine and how many doorbells it rings. */
export type ContestantSpec = { readonly size: number } & (
  | { readonly name: ContestantName }
  | { readonly queue: QueueName; readonly increments: IncrementsName }
  | { readonly machine: MachineSpec }
);

/** Whoever can be timed: nanoseconds an operation, the median of `rounds` rounds. */
export interface Timed {
  time(rounds: number): number | Promise<number>;
}

/** Code of ours in a thread of its own. */
export class Contestant implements Timed {
  readonly #worker: Worker;

  constructor(spec: ContestantSpec) {
    const { filename, execArgv } = workerModule("micro/timing-worker");
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

/** How often contestants start in threads of their own, how many turns each has then, and how many rounds a turn is the median of. */
export interface Bout {
  readonly starts: number;
  readonly turns: number;
  readonly rounds: number;
}

/** What most contests need. */
export const bouts: Record<Length, Bout> = {
  short: { starts: 1, turns: 5, rounds: 2 },
  long: { starts: 1, turns: 9, rounds: 3 },
};

/** Times each of `contestants` in turn, again and again: a list of its turns for each. */
export async function turnByTurn(
  contestants: readonly Timed[],
  { turns, rounds }: Omit<Bout, "starts">,
): Promise<number[][]> {
  const times: number[][] = contestants.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, contestant] of contestants.entries()) times[i]!.push(await contestant.time(rounds));
  }
  return times;
}

/** Two contestants of ours, turn by turn: the times of both, from all their starts. */
export async function duel(
  specs: readonly [ContestantSpec, ContestantSpec],
  bout: Bout,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  for (let start = 0; start < bout.starts; start++) {
    const contestants = specs.map((spec) => new Contestant(spec));
    const turns = turnByTurn(contestants, bout);
    const closed = turns.finally(() => Promise.all(contestants.map((contestant) => contestant.close())));
    for (const [i, own] of (await closed).entries()) times[i]!.push(...own);
  }
  return times;
}
