import type { EventFd, EventFdWaiter } from "../../kvm/eventfd.ts";
import type { Completions } from "../completion/completions.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { Observations } from "../observe/observations.ts";

/** The consumer of the 2009 harness: a callback in the kernel that counts, run by the signal itself. No thread. */
export class InKernelCounter implements Backend, EventFdWaiter {
  readonly #to: { readonly observations: Observations; readonly completions: Completions };
  #ringing: RoundTrip | null = null;

  constructor(to: { observations: Observations; completions: Completions }, doorbells: readonly Doorbell[]) {
    this.#to = to;
    for (const doorbell of doorbells) doorbell.eventFd?.addWaiter(this);
  }

  announce(trip: RoundTrip): void {
    if (trip.doorbell.notifications === null) trip.doorbell.pending.push(trip.request);
    this.#ringing = trip;
  }

  submitted(): boolean {
    return false;
  }

  wake(source: EventFd): void {
    source.drain();
    if (this.#ringing === null) return;
    const { observations, completions } = this.#to;
    const { pending, notifications } = this.#ringing.doorbell;
    observations.handlerRun(pending.length);
    notifications?.rearm();
    while (pending.length > 0) {
      const request = pending.shift();
      observations.handled(request);
      completions.complete(request);
    }
  }
}
