import type { EventFd, EventFdWaiter } from "../kvm/eventfd.ts";
import type { Backend } from "./backend.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Observations } from "./observations.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";

/** The consumer of the 2009 harness: a callback in the kernel that counts, run by the signal itself. No thread. */
export class Counter implements Backend, EventFdWaiter {
  readonly #observations: Observations;
  #ringing: Doorbell | null = null;

  constructor(observations: Observations, regions: readonly Region[]) {
    this.#observations = observations;
    for (const region of regions) region.eventFd?.addWaiter(this);
  }

  announce(doorbell: Doorbell): void {
    this.#ringing = doorbell;
  }

  wake(source: EventFd): void {
    source.drain();
    if (this.#ringing) this.handleInline(this.#ringing.request);
  }

  handleInline(request: Request): void {
    this.#observations.handlerRun(1);
    this.#observations.handled(request);
  }
}
