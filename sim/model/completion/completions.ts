import type { Simulation } from "../../engine/index.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { Request, RequestPool } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";
import type { RequestSource } from "../workload/request-source.ts";

/** What becomes of a request that the device has served. */
export interface Completions {
  /** Whether anybody notices when a single request is answered; if not, a handler run may be one stretch of work. */
  readonly observed: boolean;
  /** The device has answered this request, now: whether its vcpu has to be interrupted. */
  complete(request: Request): boolean;
  /** What raising an interrupt costs the thread that does it. */
  raiseCost(thread: ThreadPrices, side: "user" | "kernel"): number;
  /** Raises the vcpu's interrupt, now. */
  interrupt(vcpu: number): void;
}

/** Nobody waits for answers: the harness of 2009, and every open load without a way back. */
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

/** The guest polls for answers, as a poll-mode driver does: it sees each at once. */
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
