import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";

/** The requests that one run of a device's handler has found. */
export class HandlerBatch {
  /** Only the first `length` entries count: V8 takes ten times as long for an array that shrinks and grows. */
  readonly #requests: Request[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): Request {
    return this.#requests[index]!;
  }

  /** Takes the doorbell's pending requests. Returns how long serving them takes. */
  begin({ pending }: Doorbell, observations: Observations): number {
    let service = 0;
    this.#length = 0;
    while (pending.length > 0) {
      const request = pending.shift();
      this.#requests[this.#length++] = request;
      observations.handled(request);
      service += request.service;
    }
    observations.handlerRun(this.#length);
    return service;
  }
}
