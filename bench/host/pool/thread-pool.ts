import { availableParallelism } from "node:os";
import Tinypool from "tinypool";
import type { Job, Replication } from "../../experiment/replication/replication.ts";
import type { Executor } from "../../experiment/run/executor.ts";
import type { QueueJob } from "../../experiment/run/mm1.ts";
import { javaScriptOf } from "../files/locations.ts";

/** One long-lived pool of threads for every replication of a run. */
export class Pool implements Executor {
  readonly workers: number;
  readonly #pool: Tinypool;

  /** `workers` threads; as many as the machine has cores if not said. */
  constructor(workers: number = availableParallelism()) {
    this.workers = workers;
    this.#pool = new Tinypool({
      filename: javaScriptOf("bench/host/pool/worker"),
      minThreads: workers,
      maxThreads: workers,
    });
  }

  async replicate(jobs: readonly Job[]): Promise<Replication[]> {
    return Promise.all(jobs.map((job) => this.#pool.run(job, { name: "replicate" })));
  }

  async queue(jobs: readonly QueueJob[]): Promise<number[]> {
    return Promise.all(jobs.map((job) => this.#pool.run(job, { name: "waitInQueue" })));
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
