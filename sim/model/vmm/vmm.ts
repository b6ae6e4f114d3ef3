import type { Process, Simulation } from "../../engine/index.ts";
import type { Completions } from "../completion/completions.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { UserspaceHandler } from "../exit/backend.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { Observations } from "../observe/observations.ts";
import type { BigLock } from "./big-lock.ts";
import type { CoalescedRingReader } from "./coalesced-ring-reader.ts";
import type { DeferredHandler } from "./deferred-handler.ts";
import { HandlerBatch } from "./handler-batch.ts";

const { dispatch, handler, hop, inject, lock: wait, "to-kernel": toKernel, "to-userspace": toUserspace, wake } = STAGE;

/** What a VMM consists of. */
export interface VmmParts {
  readonly lock: BigLock;
  readonly answers: Completions;
  readonly observations: Observations;
  /** What has gathered in the coalesced ring, if doorbells go there. */
  readonly backlog: CoalescedRingReader | null;
  /** Where the device's handler leaves the work to; null: it does it itself, in the vcpu's thread. */
  readonly deferral: DeferredHandler | null;
}

/** A VMM like qemu: dispatch in the vcpu thread, then the device's handler under one big lock. */
export class Vmm implements UserspaceHandler {
  readonly lock: BigLock;
  readonly #sim: Simulation;
  readonly #parts: VmmParts;
  // Used only under the big lock.
  readonly #taken = new HandlerBatch();
  readonly #rung: Doorbell[] = [];
  /** How many requests came while the handlers ran. */
  #came = 0;

  constructor(sim: Simulation, parts: VmmParts) {
    this.#sim = sim;
    this.#parts = parts;
    this.lock = parts.lock;
  }

  /** From KVM_RUN's return to the next KVM_RUN. Dispatch needs no lock, the handlers do. */
  *handle(doorbell: RoundTrip): Process {
    doorbell.spend(hop);
    doorbell.spend(toUserspace);
    doorbell.spend(dispatch);
    yield doorbell.elapse();

    const asked = this.#sim.now;
    const { delayed } = doorbell.thread;
    if (!this.lock.tryAcquire()) yield* this.lock.contend(doorbell.thread);
    doorbell.waited(wait, asked, delayed);
    if (doorbell.region.kicks === null) doorbell.region.pending.push(doorbell.request);
    if (this.#leaves(doorbell.region)) yield this.#parts.deferral!.pay(doorbell);
    this.#came = 0;
    this.#lookAt(doorbell.region);
    for (let i = 0; i < this.#rung.length; i++) {
      const region = this.#rung[i]!;
      if (this.#leaves(region)) {
        this.#parts.deferral!.post(region);
        continue;
      }
      // The device's handler, in the vcpu's own thread.
      this.#taken.begin(region, this.#parts.observations);
      for (;;) {
        for (let i = 0; i < this.#taken.length; i++) {
          const request = this.#taken.at(i);
          const { vcpu } = request;
          doorbell.charge(handler, request.service);
          yield doorbell.elapse();
          if (!this.#parts.answers.answer(request)) continue;
          doorbell.charge(inject, this.#parts.answers.price(doorbell.thread.prices, "user"));
          yield doorbell.elapse();
          this.#parts.answers.interrupt(vcpu);
        }
        if (region.kicks === null || region.pending.length === 0) break;
        this.#taken.begin(region, this.#parts.observations);
        this.#came += this.#taken.length;
      }
      region.kicks?.enable();
    }
    this.#parts.observations.cameMeanwhile(this.#came);
    if (this.lock.release()) doorbell.spend(wake);
    doorbell.spend(toKernel);
  }

  /** Whether the handler leaves this region's work to another thread. */
  #leaves(region: Doorbell): boolean {
    return this.#parts.deferral?.takes(region) === true;
  }

  /** Notes the regions to look at: those whose stores lay in the ring, which come first, and the one that was rung. */
  #lookAt(own: Doorbell): void {
    while (this.#rung.length > 0) this.#rung.pop();
    const { backlog } = this.#parts;
    if (backlog !== null) for (const region of backlog.take()) if (region !== own) this.#rung.push(region);
    this.#rung.push(own);
  }
}
