import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";

/** The requests that one run of a device's handler has found. */
export class HandlerBatch {
  /** Those of earlier runs lie behind: an array that shrinks and grows takes V8 ten times as long. */
  readonly #requests: Request[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): Request {
    return this.#requests[index]!;
  }

  /** Begins anew: takes what the region has for the device; returns how long serving it will take. */
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
