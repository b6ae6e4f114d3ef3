import { type Process, Resource, type Simulation } from "../engine/index.ts";
import type { Backend } from "./backend.ts";
import type { Doorbell } from "./doorbell.ts";

/** A VMM like qemu: dispatch in the vcpu thread, then the device's handler inline, under one big lock. */
export class Vmm {
  readonly bigLock: Resource;
  readonly #sim: Simulation;
  readonly #backend: Backend;

  constructor(sim: Simulation, backend: Backend) {
    this.#sim = sim;
    this.#backend = backend;
    this.bigLock = new Resource(sim, { name: "big lock" });
  }

  /** From KVM_RUN's return to the next KVM_RUN. Dispatch needs no lock, the handler does. */
  *handle(doorbell: Doorbell): Process {
    doorbell.spend("hop");
    doorbell.spend("to-userspace");
    doorbell.spend("dispatch");
    yield doorbell.elapse();

    const asked = this.#sim.now;
    yield this.bigLock.acquire();
    doorbell.waited("lock", asked);
    this.#backend.handleInline(doorbell.request);
    doorbell.charge("handler", doorbell.request.service);
    yield doorbell.elapse();
    this.bigLock.release();

    doorbell.spend("to-kernel");
  }
}
