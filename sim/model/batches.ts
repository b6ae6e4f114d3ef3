import type { Workload } from "./workload.ts";

/** How many requests of this workload the guest makes at once, for one doorbell. */
export function batchOf(workload: Workload): number {
  return workload.kind === "trace" ? 1 : (workload.batch ?? 1);
}

/**
 * Cuts requests, as they come one after the other, into batches: those of one are due at once, lie behind one doorbell,
 * and are rung for once, after the last. So a driver does that is told that more will follow.
 */
export class Batches {
  readonly #most: number;
  #left: number;
  /** How many of the present batch were taken. */
  #taken = 0;

  /** `most` requests each; the last batch has what is left of the run's `requests`. */
  constructor(most: number, requests: number) {
    this.#most = most;
    this.#left = requests;
  }

  /** Whether the next request is the first of a batch. */
  get begins(): boolean {
    return this.#taken === 0;
  }

  /** How many requests the next batch has; 0 if there is none. */
  get next(): number {
    return Math.min(this.#most, this.#left);
  }

  /** The next request is taken: returns whether it is the last of its batch. */
  take(): boolean {
    this.#left -= 1;
    this.#taken += 1;
    if (this.#taken < this.#most && this.#left > 0) return false;
    this.#taken = 0;
    return true;
  }
}
