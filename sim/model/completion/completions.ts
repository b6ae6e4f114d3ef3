import type { Simulation } from "../../engine/index.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { Request, RequestPool } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";
import type { RequestSource } from "../workload/request-source.ts";

/** What happens when the device completes a request. */
export interface Completions {
  /** Whether anybody observes single completions. If not, one event may serve several requests. */
  readonly observed: boolean;
  /** The device completes the request, at this instant. True if its vcpu must be interrupted. */
  complete(request: Request): boolean;
  /** Cost of raising an interrupt, for the thread that raises it. */
  raiseCost(thread: ThreadPrices, side: "user" | "kernel"): number;
  /** Raises the vcpu's interrupt, at this instant. */
  interrupt(vcpu: number): void;
}

/** Nobody waits for completions: the harness of 2009, and open loads without interrupts. */
export class UnseenCompletions implements Completions {
  readonly observed = false;
  readonly #to: { pool: RequestPool; observations: Observations };

  constructor(to: { pool: RequestPool; observations: Observations }) {
    this.#to = to;
  }

  complete(request: Request): boolean {
    this.#to.observations.served(request);
    request.doorbell.ring?.release();
    this.#to.pool.release(request);
    return false;
  }

  raiseCost = () => 0;
  interrupt(): void {}
}

/** The guest polls for completions, as a poll-mode driver does, and sees each at once. */
export class PolledCompletions implements Completions {
  readonly observed = true;
  readonly #to: { sim: Simulation; pool: RequestPool; source: RequestSource; observations: Observations };

  constructor(to: { sim: Simulation; pool: RequestPool; source: RequestSource; observations: Observations }) {
    this.#to = to;
  }

  complete(request: Request): boolean {
    const { source, pool, observations } = this.#to;
    observations.completed(request);
    request.doorbell.ring?.release();
    source.onCompletion(request);
    pool.release(request);
    return false;
  }

  raiseCost = () => 0;
  interrupt(): void {}
}
