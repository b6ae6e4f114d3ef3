import { type Process, Resource, type Simulation } from "../engine/index.ts";
import type { Answers } from "./answers.ts";
import type { Doorbell } from "./doorbell.ts";
import { consume } from "./handler.ts";
import type { Observations } from "./observations.ts";
import type { Request } from "./request.ts";

/** A VMM like qemu: dispatch in the vcpu thread, then the device's handler inline, under one big lock. */
export class Vmm {
  readonly bigLock: Resource;
  readonly #sim: Simulation;
  readonly #to: { readonly observations: Observations; readonly answers: Answers };

  constructor(sim: Simulation, to: { observations: Observations; answers: Answers }) {
    this.#sim = sim;
    this.#to = to;
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
    yield* this.#serve(doorbell);
    this.bigLock.release();

    doorbell.spend("to-kernel");
  }

  /** The device's handler, in the vcpu's own thread. */
  *#serve(doorbell: Doorbell): Process {
    const { observations, answers } = this.#to;
    const { region } = doorbell;
    const taken: Request[] = [];
    if (region.kicks === null) region.pending.push(doorbell.request);
    do {
      consume(region, observations, taken);
      for (const request of taken) {
        doorbell.charge("handler", request.service);
        yield doorbell.elapse();
        answers.answer(request);
      }
    } while (region.kicks !== null && region.pending.length > 0);
    region.kicks?.enable();
  }
}
