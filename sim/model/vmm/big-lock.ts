import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { Process, Simulation } from "../../engine/index.ts";
import type { Thread } from "../cpu/thread.ts";
import type { LockKind } from "../spec/host-spec.ts";

/** The lock round a VMM's device handlers. The VMM's main loop holds it except in ppoll. */
export class BigLock {
  readonly #sim: Simulation;
  readonly #kind: LockKind;
  readonly #sleepers = new FifoBuffer<Thread>();
  #held = false;
  /** Whether `release` has to wake a sleeper. */
  #contended = false;
  /** Waits for the lock, and wake-ups that found it taken again. */
  waits = 0;
  barged = 0;
  #waited = 0;

  constructor(sim: Simulation, kind: LockKind) {
    this.#sim = sim;
    this.#kind = kind;
  }

  /** Time that all threads together have waited. */
  get waited(): number {
    return this.#waited;
  }

  tryAcquire(): boolean {
    if (this.#held) return false;
    this.#held = true;
    this.#contended = false;
    return true;
  }

  /** After `tryAcquire` failed: sleeps until the thread has the lock. */
  *contend(thread: Thread): Process {
    const began = this.#sim.now;
    this.waits += 1;
    for (;;) {
      this.#contended = true;
      this.#sleepers.push(thread);
      yield thread.sleep("lock");
      if (this.#kind === "fair") {
        yield thread.resumeOwner();
        break;
      }
      yield thread.resume();
      if (this.tryAcquire()) {
        this.#contended = true;
        break;
      }
      this.barged += 1;
    }
    this.#waited += this.#sim.now - began;
  }

  /** Gives up the lock. True if its holder has to pay for waking a sleeper. */
  release(): boolean {
    const futex = this.#kind === "futex";
    const wakes = this.#sleepers.length > 0 && (this.#contended || !futex);
    if (futex || !wakes) this.#held = false;
    if (wakes) this.#sleepers.shift().wake("lock");
    return wakes && futex;
  }
}
