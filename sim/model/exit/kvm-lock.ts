import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { PreemptionWatch, Thread } from "../cpu/thread.ts";
import type { RoundTrip } from "./round-trip.ts";

const { "kvm-lock": kvmLock, wake } = STAGE;

/** What a vcpu thread holds round the bus search and the device's write. */
export interface BusLock {
  /** Whether there is a lock at all, so that the instants of search and release matter. */
  readonly guards: boolean;
  /** Null if the thread has the lock at once; else how it waits for it. */
  enter(trip: RoundTrip): Process | null;
  leave(trip: RoundTrip): void;
}

/** Later kernels search under SRCU: nobody waits. */
export const noBusLock: BusLock = { guards: false, enter: () => null, leave: () => {} };

/**
 * `kvm->lock`, which v7 takes round every device operation of a VM: an adaptive mutex. A waiter spins while the holder runs
 * on a CPU, and gets the mutex as soon as the holder gives it up. While the holder is preempted, a waiter sleeps and must
 * be woken.
 */
export class KvmLock implements BusLock, PreemptionWatch {
  readonly guards = true;
  #holder: Thread | null = null;
  readonly #spinners = new FifoBuffer<Thread>();
  readonly #sleepers = new FifoBuffer<Thread>();

  enter(trip: RoundTrip): Process | null {
    trip.beginWait();
    if (!this.#tryAcquire(trip.thread)) return this.#contend(trip);
    trip.waited(kvmLock);
    return null;
  }

  leave(trip: RoundTrip): void {
    if (this.#release()) trip.spend(wake);
  }

  #tryAcquire(thread: Thread): boolean {
    if (this.#holder !== null) return false;
    this.#give(thread);
    return true;
  }

  *#contend(trip: RoundTrip): Process {
    const { thread } = trip;
    do {
      if (this.#holder!.running) {
        this.#spinners.push(thread);
        yield thread.spin(Infinity, "lock");
        thread.endSpin();
      } else {
        this.#sleepers.push(thread);
        yield thread.sleep("lock");
        yield thread.resume();
      }
    } while (this.#holder !== thread && !this.#tryAcquire(thread));
    trip.waited(kvmLock);
  }

  /** True if the holder has to pay for waking a sleeper. */
  #release(): boolean {
    this.#holder!.watch(null);
    this.#holder = null;
    while (this.#spinners.length > 0) {
      const next = this.#spinners.shift();
      if (next.running) this.#give(next);
      next.wake("lock");
      if (this.#holder !== null) return false;
    }
    if (this.#sleepers.length === 0) return false;
    this.#sleepers.shift().wake("lock");
    return true;
  }

  /** The holder lost its CPU: nobody spins for it any longer. */
  preempted(): void {
    while (this.#spinners.length > 0) this.#spinners.shift().wake("lock");
  }

  #give(thread: Thread): void {
    this.#holder = thread;
    thread.watch(this);
  }
}
