import type { Process, Simulation } from "../engine/index.ts";
import type { Answers } from "./answers.ts";
import type { BigLock } from "./big-lock.ts";
import type { Deferral } from "./deferral.ts";
import type { Doorbell } from "./doorbell.ts";
import { consume } from "./handler.ts";
import type { Observations } from "./observations.ts";
import type { Request } from "./request.ts";

/** What a VMM consists of. */
export interface VmmParts {
  readonly lock: BigLock;
  readonly answers: Answers;
  readonly observations: Observations;
  /** Where the device's handler leaves the work to; null: it does it itself, in the vcpu's thread. */
  readonly deferral: Deferral | null;
}

/** A VMM like qemu: dispatch in the vcpu thread, then the device's handler under one big lock. */
export class Vmm {
  readonly lock: BigLock;
  readonly #sim: Simulation;
  readonly #parts: VmmParts;

  constructor(sim: Simulation, parts: VmmParts) {
    this.#sim = sim;
    this.#parts = parts;
    this.lock = parts.lock;
  }

  /** From KVM_RUN's return to the next KVM_RUN. Dispatch needs no lock, the handler does. */
  *handle(doorbell: Doorbell): Process {
    const { lock, deferral } = this.#parts;
    doorbell.spend("hop");
    doorbell.spend("to-userspace");
    doorbell.spend("dispatch");
    yield doorbell.elapse();

    const asked = this.#sim.now;
    const { delayed } = doorbell.thread;
    if (!lock.tryAcquire()) yield* lock.contend(doorbell.thread);
    doorbell.waited("lock", asked, delayed);
    if (doorbell.region.kicks === null) doorbell.region.pending.push(doorbell.request);
    if (deferral === null) yield* this.#serve(doorbell);
    else {
      yield deferral.pay(doorbell);
      deferral.post(doorbell);
    }
    if (lock.release()) doorbell.spend("wake");

    doorbell.spend("to-kernel");
  }

  /** The device's handler, in the vcpu's own thread. */
  *#serve(doorbell: Doorbell): Process {
    const { observations, answers } = this.#parts;
    const { region, thread } = doorbell;
    const taken: Request[] = [];
    do {
      consume(region, observations, taken);
      for (const request of taken) {
        const { vcpu } = request;
        doorbell.charge("handler", request.service);
        yield doorbell.elapse();
        if (!answers.answer(request)) continue;
        doorbell.charge("inject", answers.price(thread.prices, "user"));
        yield doorbell.elapse();
        answers.interrupt(vcpu);
      }
    } while (region.kicks !== null && region.pending.length > 0);
    region.kicks?.enable();
  }
}
