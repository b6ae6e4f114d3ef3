import type { Region } from "../doorbell/doorbell.ts";
import type { Backend } from "../exit/backend.ts";
import type { Doorbell } from "../exit/round-trip.ts";
import type { Worker } from "./backend-thread.ts";

/** Several threads that share the device's doorbells among them, each with its own. */
export class Backends implements Backend {
  readonly #workers: readonly Worker[];

  constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Who serves that doorbell. */
  of(region: Region): Worker {
    return this.#workers[region.index % this.#workers.length]!;
  }

  announce(doorbell: Doorbell): void {
    this.of(doorbell.region).announce(doorbell);
  }

  submitted(region: Region): boolean {
    return this.of(region).submitted(region);
  }
}
