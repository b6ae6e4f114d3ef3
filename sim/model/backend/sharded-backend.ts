import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { BackendThread } from "./backend-thread.ts";

/** Several threads that share the device's doorbells among them, each with its own. */
export class ShardedBackend implements Backend {
  readonly #workers: readonly BackendThread[];

  constructor(workers: readonly BackendThread[]) {
    this.#workers = workers;
  }

  /** Who serves that doorbell. */
  of(region: Doorbell): BackendThread {
    return this.#workers[region.index % this.#workers.length]!;
  }

  announce(doorbell: RoundTrip): void {
    this.of(doorbell.region).announce(doorbell);
  }

  submitted(region: Doorbell): boolean {
    return this.of(region).submitted(region);
  }
}
