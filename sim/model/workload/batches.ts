import type { Workload } from "../spec/workload-spec.ts";
import type { RequestBudget } from "./request-budget.ts";

/** Requests that the guest submits at once, for one doorbell. */
export function batchOf(workload: Workload): number {
  return workload.kind === "trace" ? 1 : (workload.batch ?? 1);
}

/**
 * Cuts requests into batches. The requests of a batch are due at once, lie behind one doorbell, and are rung for once,
 * after the last: a driver does so when the stack tells it that more requests follow.
 */
export class Batches {
  readonly #most: number;
  readonly #budget: RequestBudget;
  /** The next request of the present batch, and how many are left in it. */
  #index = 0;
  #left = 0;

  /** `most` requests each; the last batch has what the budget has left. */
  constructor(most: number, budget: RequestBudget) {
    this.#most = most;
    this.#budget = budget;
  }

  /** Whether the next request begins a batch. */
  get begins(): boolean {
    return this.#left === 0;
  }

  /** Size of the next batch; 0 if there is none. */
  get next(): number {
    return Math.min(this.#most, this.#budget.left);
  }

  /** Whether the budget and the present batch are used up. */
  get over(): boolean {
    return this.#left === 0 && this.#budget.left === 0;
  }

  /** Takes the next request. Returns its position in the run. */
  take(): number {
    if (this.#left === 0) {
      this.#left = this.next;
      this.#index = this.#budget.take(this.#left);
    }
    this.#left -= 1;
    return this.#index++;
  }
}
