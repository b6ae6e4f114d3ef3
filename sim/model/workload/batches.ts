import type { Workload } from "../spec/workload-spec.ts";
import type { RequestBudget } from "./request-budget.ts";

/** How many requests of this workload the guest makes at once, for one doorbell. */
export function batchOf(workload: Workload): number {
  return workload.kind === "trace" ? 1 : (workload.batch ?? 1);
}

/**
 * Takes requests from the supply in batches: those of one are due at once, lie behind one doorbell, and are rung for
 * once, after the last. So a driver does that is told that more will follow.
 */
export class Batches {
  readonly #most: number;
  readonly #supply: RequestBudget;
  /** The next request of the present batch, and how many are left of it. */
  #index = 0;
  #left = 0;

  /** `most` requests each; the last batch has what is left in the supply. */
  constructor(most: number, supply: RequestBudget) {
    this.#most = most;
    this.#supply = supply;
  }

  /** Whether the next request is the first of a batch. */
  get begins(): boolean {
    return this.#left === 0;
  }

  /** How many requests the next batch has; 0 if there is none. */
  get next(): number {
    return Math.min(this.#most, this.#supply.left);
  }

  /** Whether all of the run's requests were taken, and all of the present batch. */
  get over(): boolean {
    return this.#left === 0 && this.#supply.left === 0;
  }

  /** Takes the next request; returns its position among all of the run. */
  take(): number {
    if (this.#left === 0) {
      this.#left = this.next;
      this.#index = this.#supply.take(this.#left);
    }
    this.#left -= 1;
    return this.#index++;
  }
}
