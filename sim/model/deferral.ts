import type { Handler, Simulation, Wait } from "../engine/index.ts";
import { STAGE } from "./cost-sheet.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Region } from "./region.ts";

/** Who does a device's work when its doorbell exits to the VMM. */
export const handlerKinds = ["inline", "bh", "timer", "iothread"] as const;
export type HandlerKind = (typeof handlerKinds)[number];

/** How long qemu's emulated NVMe sets its timer to. */
const timerDelay = 500;

/** A thread that work can be left to. */
export interface Deferred {
  post(region: Region): boolean;
  /** Wakes it, though there is nothing to do yet. */
  notify(): void;
  readonly asleep: boolean;
}

/** A handler that only leaves a note: a bottom half or a timer of the main loop's, or work for an iothread. */
export class Deferral {
  readonly #sim: Simulation;
  readonly #kind: HandlerKind;
  readonly #workerOf: (region: Region) => Deferred;
  readonly #armed: (Region | null)[] = [];
  readonly #expire: Handler;

  constructor(sim: Simulation, kind: HandlerKind, workerOf: (region: Region) => Deferred) {
    this.#sim = sim;
    this.#kind = kind;
    this.#workerOf = workerOf;
    this.#expire = sim.handler("device timer", (index) => this.#expired(index));
  }

  /** Whether it leaves the work at this region to its thread; a head is only noted, on the spot. */
  takes(region: Region): boolean {
    return region.errand === "request";
  }

  /** In the vcpu's thread: a write to the other thread's eventfd, and its wake-up if it sleeps. */
  pay(doorbell: Doorbell): Wait {
    doorbell.charge(STAGE.handler, doorbell.thread.prices.draw("syscall"));
    if (this.#workerOf(doorbell.region).asleep) {
      doorbell.woke = true;
      doorbell.spend(STAGE.wake);
    }
    return doorbell.elapse();
  }

  /** Leaves the work at this region to its thread. Setting a timer wakes the main loop, to sleep until then instead. */
  post(region: Region): void {
    if (this.#kind !== "timer") {
      this.#workerOf(region).post(region);
      return;
    }
    if (this.#armed[region.index]) return;
    this.#armed[region.index] = region;
    this.#sim.schedule(timerDelay, this.#expire, region.index);
    this.#workerOf(region).notify();
  }

  #expired(index: number): void {
    const region = this.#armed[index]!;
    this.#armed[index] = null;
    this.#workerOf(region).post(region);
  }
}
