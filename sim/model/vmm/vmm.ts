import type { Process } from "../../engine/index.ts";
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

/** Parts of a VMM. */
export interface VmmParts {
  readonly lock: BigLock;
  readonly completions: Completions;
  readonly observations: Observations;
  /** Null where doorbells are not coalesced. */
  readonly coalescedRing: CoalescedRingReader | null;
  /** Null: the device's handler does the work itself, in the vcpu's thread. */
  readonly deferred: DeferredHandler | null;
}

/** A VMM like qemu: dispatch in the vcpu thread, then the device's handler under one big lock. */
export class Vmm implements UserspaceHandler {
  readonly lock: BigLock;
  readonly #parts: VmmParts;
  // Used only under the big lock.
  readonly #taken = new HandlerBatch();
  readonly #toServe: Doorbell[] = [];
  /** Requests that arrived while the handlers ran. */
  #came = 0;

  constructor(parts: VmmParts) {
    this.#parts = parts;
    this.lock = parts.lock;
  }

  /** From KVM_RUN's return to the next KVM_RUN. Dispatch needs no lock, the handlers do. */
  *handle(trip: RoundTrip): Process {
    trip.spend(hop);
    trip.spend(toUserspace);
    trip.spend(dispatch);
    yield trip.elapse();

    trip.beginWait();
    if (!this.lock.tryAcquire()) yield* this.lock.contend(trip.thread);
    trip.waited(wait);
    if (trip.doorbell.notifications === null) trip.doorbell.pending.push(trip.request);
    if (this.#leaves(trip.doorbell)) yield this.#parts.deferred!.pay(trip);
    this.#came = 0;
    this.#lookAt(trip.doorbell);
    for (let i = 0; i < this.#toServe.length; i++) {
      const doorbell = this.#toServe[i]!;
      if (this.#leaves(doorbell)) {
        this.#parts.deferred!.post(doorbell);
        continue;
      }
      // The device's handler, in the vcpu's own thread.
      this.#taken.begin(doorbell, this.#parts.observations);
      for (;;) {
        for (let i = 0; i < this.#taken.length; i++) {
          const request = this.#taken.at(i);
          const { vcpu } = request;
          trip.charge(handler, request.service);
          yield trip.elapse();
          if (!this.#parts.completions.complete(request)) continue;
          trip.charge(inject, this.#parts.completions.raiseCost(trip.thread.prices, "user"));
          yield trip.elapse();
          this.#parts.completions.interrupt(vcpu);
        }
        if (doorbell.notifications === null || doorbell.pending.length === 0) break;
        this.#taken.begin(doorbell, this.#parts.observations);
        this.#came += this.#taken.length;
      }
      doorbell.notifications?.rearm();
    }
    this.#parts.observations.cameDuringExit(this.#came);
    if (this.lock.release()) trip.spend(wake);
    trip.spend(toKernel);
  }

  /** Whether another thread does this doorbell's work. */
  #leaves(doorbell: Doorbell): boolean {
    return this.#parts.deferred?.takes(doorbell) === true;
  }

  /** Lists the doorbells to look at: first those in the coalesced ring, then the one that was rung. */
  #lookAt(own: Doorbell): void {
    while (this.#toServe.length > 0) this.#toServe.pop();
    const { coalescedRing } = this.#parts;
    if (coalescedRing !== null)
      for (const doorbell of coalescedRing.drain()) if (doorbell !== own) this.#toServe.push(doorbell);
    this.#toServe.push(own);
  }
}
