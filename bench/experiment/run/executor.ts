/** The interfaces that a run asks of its surroundings. */

import type { PilotFacts, PilotJob } from "../replication/pilot.ts";
import type { Job, Replication } from "../replication/replication.ts";
import type { QueueJob } from "./mm1.ts";

/** Runs jobs: on threads of this process, or in a worker of a browser. Jobs and answers are plain data. */
export interface Executor {
  /** Jobs that it runs at the same time; it queues the others. */
  readonly workers: number;
  pilot(job: PilotJob): Promise<PilotFacts>;
  replicate(job: Job): Promise<Replication>;
  /** Runs one replication of the engine's self-check; answers with its mean wait. */
  queue(job: QueueJob): Promise<number>;
}

/** Receives the progress of a run. */
export interface Progress {
  /** `points` of the scenario's `total` are finished. */
  update(points: number, total: number): void;
}
