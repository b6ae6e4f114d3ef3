import type { EventFd } from "../../kvm/eventfd.ts";
import type { IoDevice } from "../../kvm/io-bus.ts";
import type { Completions } from "../completion/completions.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { Observations } from "../observe/observations.ts";

/** The consumer of the 2009 harness: a callback in the kernel that counts, called by the signal itself. No thread. */
export class InKernelCounter implements Backend {
  readonly #to: { readonly observations: Observations; readonly completions: Completions };

  constructor(to: { observations: Observations; completions: Completions }, doorbells: readonly Doorbell[]) {
    this.#to = to;
    for (const doorbell of doorbells) {
      doorbell.eventFd?.addWaiter({ wake: (source) => this.#count(doorbell, source) });
    }
  }

  signal(trip: RoundTrip, device: IoDevice): boolean {
    const { doorbell, request } = trip;
    if (doorbell.notifications === null) doorbell.pending.push(request);
    device.write(trip.access);
    return false;
  }

  submitted(): boolean {
    return false;
  }

  #count({ pending, notifications }: Doorbell, source: EventFd): void {
    const { observations, completions } = this.#to;
    source.drain();
    observations.handlerRun(pending.length);
    notifications?.rearm();
    while (pending.length > 0) {
      const request = pending.shift();
      observations.handled(request);
      completions.complete(request);
    }
  }
}
