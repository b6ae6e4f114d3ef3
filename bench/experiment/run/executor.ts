/** What a run needs of whoever executes its replications: threads of this process, or a worker of a browser. */

import type { Job, Replication } from "../replication/replication.ts";
import type { QueueJob } from "./mm1.ts";

/** Runs jobs side by side. Answers come in the order of the jobs. */
export interface Executor {
  /** Runs replications of machines. */
  replicate(jobs: readonly Job[]): Promise<Replication[]>;
  /** Runs replications of the engine's self-check; each answers with its mean wait. */
  queue(jobs: readonly QueueJob[]): Promise<number[]>;
}

/** Told how far a run is. */
export interface Progress {
  /** `points` of the scenario are finished, of `total`. */
  update(points: number, total: number): void;
}
