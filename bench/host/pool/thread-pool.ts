import { availableParallelism } from "node:os";
import Tinypool from "tinypool";
import type { Job, Sample } from "../../experiment/replication/replication.ts";
import type { QueueJob } from "../../experiment/run/mm1.ts";
import { workerModule } from "../files/locations.ts";

/** One long-lived pool of threads for every replication of a run. Answers come in the order of the jobs. */
export class Pool {
  readonly workers: number;
  readonly #pool: Tinypool;

  /** `workers` threads; as many as the machine has cores if not said. */
  constructor(workers: number = availableParallelism()) {
    this.workers = workers;
    this.#pool = new Tinypool({ ...workerModule("host/pool/worker"), minThreads: workers, maxThreads: workers });
  }

  /** Runs replications; `done` is called as each ends. */
  async replicate(jobs: readonly Job[], done: () => void): Promise<Sample[]> {
    const run = async (job: Job) => {
      const sample: Sample = await this.#pool.run(job, { name: "replicate" });
      done();
      return sample;
    };
    return Promise.all(jobs.map(run));
  }

  /** Runs the engine's self-check. */
  async queue(jobs: readonly QueueJob[]): Promise<number[]> {
    return Promise.all(jobs.map((job) => this.#pool.run(job, { name: "waitInQueue" })));
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
