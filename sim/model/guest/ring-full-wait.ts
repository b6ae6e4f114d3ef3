import type { Request } from "../doorbell/request.ts";
import type { GuestContext } from "./guest-context.ts";

/** One vcpu's waits for a slot on full rings. */
export class RingFullWait {
  readonly #host: GuestContext;
  readonly #wake: () => void;
  #blocked = false;
  #since = 0;

  /** `wake` is called when a slot is free. */
  constructor(host: GuestContext, wake: () => void) {
    this.#host = host;
    this.#wake = wake;
  }

  /** Whether the request's ring is full, so that its vcpu has to wait. Counts each request once. */
  blocks({ doorbell }: Request): boolean {
    const { ring } = doorbell;
    if (ring === null) return false;
    if (ring.full && !this.#blocked) this.#host.observations.fullRings += 1;
    this.#blocked = ring.full;
    if (ring.full) ring.await(this.#wake);
    this.#since = this.#host.sim.now;
    return ring.full;
  }

  /** The vcpu has waited since `blocks`. */
  waited(): void {
    this.#host.observations.ringWaited += this.#host.sim.now - this.#since;
  }
}
