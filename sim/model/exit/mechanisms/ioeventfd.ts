import type { IoDevice } from "../../../kvm/io-bus.ts";
import { STAGE } from "../../costs/cost-sheet.ts";
import { registerEventFds } from "../../doorbell/register.ts";
import type { Match } from "../../spec/notify.ts";
import type { Backend } from "../backend.ts";
import type { RoundTrip } from "../round-trip.ts";
import type { Mechanism, Taker } from "./mechanism.ts";

const { datamatch, signal } = STAGE;

/** KVM_IOEVENTFD, or v7's KVM_IOFD: the store signals an eventfd in the kernel. */
export const ioeventfd: Mechanism = {
  servedBy: "backend",
  registers: "doorbells",
  needs: [],
  register: registerEventFds,
  make: (at) => new EventFdTaker(at),
};

class EventFdTaker implements Taker {
  readonly fillsUp = false;
  readonly #match: Match;
  readonly #backend: Backend;

  constructor(at: { readonly match: Match; readonly backend: Backend }) {
    this.#match = at.match;
    this.#backend = at.backend;
  }

  spend(trip: RoundTrip): void {
    if (this.#match === "datamatch") trip.spend(datamatch);
    trip.spend(signal);
  }

  take(trip: RoundTrip, device: IoDevice): boolean {
    trip.woke = this.#backend.signal(trip, device);
    return true;
  }
}
