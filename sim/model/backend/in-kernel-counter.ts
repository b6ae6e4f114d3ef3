import type { EventFd, EventFdWaiter } from "../../kvm/eventfd.ts";
import type { Completions } from "../completion/completions.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { Observations } from "../observe/observations.ts";

/** The consumer of the 2009 harness: a callback in the kernel that counts, run by the signal itself. No thread. */
export class InKernelCounter implements Backend, EventFdWaiter {
  readonly #to: { readonly observations: Observations; readonly answers: Completions };
  #ringing: RoundTrip | null = null;

  constructor(to: { observations: Observations; answers: Completions }, regions: readonly Doorbell[]) {
    this.#to = to;
    for (const region of regions) region.eventFd?.addWaiter(this);
  }

  announce(doorbell: RoundTrip): void {
    if (doorbell.region.kicks === null) doorbell.region.pending.push(doorbell.request);
    this.#ringing = doorbell;
  }

  submitted(): boolean {
    return false;
  }

  wake(source: EventFd): void {
    source.drain();
    if (this.#ringing === null) return;
    const { observations, answers } = this.#to;
    const { pending, kicks } = this.#ringing.region;
    observations.handlerRun(pending.length);
    kicks?.enable();
    while (pending.length > 0) {
      const request = pending.shift();
      observations.handled(request);
      answers.answer(request);
    }
  }
}
