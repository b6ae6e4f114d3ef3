import type { Request } from "../doorbell/request.ts";
import type { GuestContext } from "./guest-context.ts";

/** One vcpu's waits for room on full rings, counted. */
export class RingFullWait {
  readonly #host: GuestContext;
  readonly #wake: () => void;
  #blocked = false;
  #since = 0.5;

  /** `wake` is called when it may go on. */
  constructor(host: GuestContext, wake: () => void) {
    this.#host = host;
    this.#wake = wake;
    this.#since = 0;
  }

  /** Whether there is no room for the request now, so that its vcpu has to wait. A request finds its ring full once. */
  blocks({ doorbell }: Request): boolean {
    const { ring } = doorbell;
    if (ring === null) return false;
    if (ring.full && !this.#blocked) this.#host.observations.fullRings += 1;
    this.#blocked = ring.full;
    if (ring.full) ring.await(this.#wake);
    this.#since = this.#host.sim.now;
    return ring.full;
  }

  /** The vcpu has waited since it was blocked. */
  waited(): void {
    this.#host.observations.ringWaited += this.#host.sim.now - this.#since;
  }
}
