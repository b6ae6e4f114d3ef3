import { availableParallelism } from "node:os";
import Tinypool from "tinypool";
import type { PilotFacts, PilotJob } from "../../experiment/replication/pilot.ts";
import type { Job, Replication } from "../../experiment/replication/replication.ts";
import type { Executor } from "../../experiment/run/executor.ts";
import type { QueueJob } from "../../experiment/run/mm1.ts";
import { javaScriptOf } from "../files/locations.ts";
import { SharedArrivals } from "./shared-arrivals.ts";

/** A pool of threads that lives as long as the run. */
export class Pool implements Executor {
  readonly workers: number;
  readonly #pool: Tinypool;
  readonly #arrivals = new SharedArrivals();

  /** Starts `workers` threads; default: one a core. */
  constructor(workers: number = availableParallelism()) {
    this.workers = workers;
    this.#pool = new Tinypool({
      filename: javaScriptOf("bench/host/pool/worker"),
      execArgv: ["--enable-source-maps"], // stack traces name the sources
      minThreads: workers,
      maxThreads: workers,
    });
  }

  pilot(job: PilotJob): Promise<PilotFacts> {
    return this.#pool.run({ ...job, machine: this.#arrivals.share(job.machine) }, { name: "pilot" });
  }

  replicate(job: Job): Promise<Replication> {
    return this.#pool.run({ ...job, machine: this.#arrivals.share(job.machine) }, { name: "replicate" });
  }

  queue(job: QueueJob): Promise<number> {
    return this.#pool.run(job, { name: "waitInQueue" });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
