import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { Process } from "../../engine/index.ts";
import type { PreemptionWatch, Thread } from "../cpu/thread.ts";

/**
 * `kvm->lock`, which v7 takes round every device operation of a VM: an adaptive mutex. Whoever waits spins while the
 * holder has a CPU, and has the mutex as soon as it is given up; while the holder has none, it sleeps and must be woken.
 */
export class DeviceMutex implements PreemptionWatch {
  #holder: Thread | null = null;
  readonly #spinners = new FifoBuffer<Thread>();
  readonly #sleepers = new FifoBuffer<Thread>();

  /** Takes the mutex if it is free. */
  tryAcquire(thread: Thread): boolean {
    if (this.#holder !== null) return false;
    this.#give(thread);
    return true;
  }

  /** After `tryAcquire` failed: spins and sleeps until the mutex is the thread's own. */
  *contend(thread: Thread): Process {
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
    } while (this.#holder !== thread && !this.tryAcquire(thread));
  }

  /** Gives the mutex up; returns whether its holder has to pay for waking somebody. */
  release(): boolean {
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

  /** The holder has lost its CPU: nobody spins for it any longer. */
  preempted(): void {
    while (this.#spinners.length > 0) this.#spinners.shift().wake("lock");
  }

  #give(thread: Thread): void {
    this.#holder = thread;
    thread.watch(this);
  }
}
