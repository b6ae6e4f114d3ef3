import type { IoDevice } from "../../kvm/io-bus.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { BackendThread } from "./backend-thread.ts";

/** Several threads that share the device's doorbells: doorbell i belongs to thread i modulo their number. */
export class ShardedBackend implements Backend {
  readonly #workers: readonly BackendThread[];

  constructor(workers: readonly BackendThread[]) {
    this.#workers = workers;
  }

  /** The thread that serves this doorbell. */
  of(doorbell: Doorbell): BackendThread {
    return this.#workers[doorbell.index % this.#workers.length]!;
  }

  signal(trip: RoundTrip, device: IoDevice): boolean {
    return this.of(trip.doorbell).signal(trip, device);
  }

  submitted(doorbell: Doorbell): boolean {
    return this.of(doorbell).submitted(doorbell);
  }
}
