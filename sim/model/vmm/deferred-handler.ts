import type { EventHandle, Handler, Simulation, Wait } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { RoundTrip } from "../exit/round-trip.ts";
import type { HandlerKind } from "../spec/backend-spec.ts";

/** Delay of the timer that qemu's emulated NVMe sets, in ns. */
const timerDelay = 500;

/** A thread that can be given work. */
export interface DeferredWorker {
  post(doorbell: Doorbell): boolean;
  /** Wakes it without work. */
  notify(): void;
  readonly asleep: boolean;
}

/** A handler that only queues work: a bottom half or timer of the main loop, or work for an iothread. */
export class DeferredHandler {
  readonly #sim: Simulation;
  readonly #kind: HandlerKind;
  readonly #workerOf: (doorbell: Doorbell) => DeferredWorker;
  /** Timers that are set, by doorbell. */
  readonly #armed = new Map<number, { readonly doorbell: Doorbell; readonly timer: EventHandle }>();
  readonly #expire: Handler;

  constructor(sim: Simulation, kind: HandlerKind, workerOf: (doorbell: Doorbell) => DeferredWorker) {
    this.#sim = sim;
    this.#kind = kind;
    this.#workerOf = workerOf;
    this.#expire = sim.handler("device timer", (index) => this.#expired(index));
  }

  /** Whether it queues this doorbell's work. A completion doorbell is only noted, on the spot. */
  takes(doorbell: Doorbell): boolean {
    return doorbell.kind === "request";
  }

  /** In the vcpu's thread: writes the other thread's eventfd, and wakes it if it sleeps. */
  pay(trip: RoundTrip): Wait {
    trip.charge(STAGE.handler, trip.thread.prices.draw("syscall"));
    if (this.#workerOf(trip.doorbell).asleep) {
      trip.woke = true;
      trip.spend(STAGE.wake);
    }
    return trip.elapse();
  }

  /**
   * Queues the work at this doorbell. Setting a timer wakes the main loop, which then sleeps until it expires; a timer
   * that is set already is put off.
   */
  post(doorbell: Doorbell): void {
    if (this.#kind !== "timer") {
      this.#workerOf(doorbell).post(doorbell);
      return;
    }
    const set = this.#armed.get(doorbell.index);
    if (set !== undefined) this.#sim.cancel(set.timer);
    const timer = this.#sim.schedule(timerDelay, this.#expire, doorbell.index);
    this.#armed.set(doorbell.index, { doorbell, timer });
    this.#workerOf(doorbell).notify();
  }

  #expired(index: number): void {
    const { doorbell } = this.#armed.get(index)!;
    this.#armed.delete(index);
    this.#workerOf(doorbell).post(doorbell);
  }
}
