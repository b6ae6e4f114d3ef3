import type { Simulation } from "../engine/index.ts";
import type { Observations } from "./observations.ts";
import type { Request, RequestPool } from "./request.ts";
import type { RequestSource } from "./request-source.ts";

/** What becomes of a request that the device has served. */
export interface Answers {
  /** Whether anybody notices when a single request is answered; if not, a handler run may be one stretch of work. */
  readonly noticed: boolean;
  /** The device has answered this request, now. */
  answer(request: Request): void;
}

/** Nobody waits for answers: the harness of 2009, and every open load without a way back. */
export class UnseenAnswers implements Answers {
  readonly noticed = false;
  readonly #pool: RequestPool;

  constructor(pool: RequestPool) {
    this.#pool = pool;
  }

  answer(request: Request): void {
    this.#pool.letGo(request);
  }
}

/** The guest polls for answers, as a poll-mode driver does: it sees each at once. */
export class PolledAnswers implements Answers {
  readonly noticed = true;
  readonly #to: { sim: Simulation; pool: RequestPool; source: RequestSource; observations: Observations };

  constructor(to: { sim: Simulation; pool: RequestPool; source: RequestSource; observations: Observations }) {
    this.#to = to;
  }

  answer(request: Request): void {
    const { source, pool, observations } = this.#to;
    observations.completed(request);
    source.answered(request);
    pool.letGo(request);
  }
}
