import { ArgumentError } from "./argument-error.ts";
import { checkBoolean, checkFields, checkMethods, checkU64, shown } from "./arguments.ts";
import { U64 } from "./u64.ts";

/** A waiter of an eventfd. */
export interface EventFdWaiter {
  /** Called after a signal or write. The waiter may remove itself, or add itself again, in here. */
  wake(source: EventFd): void;
  /** Called after the last descriptor was closed (POLLHUP, which only waiters inside the kernel see). */
  hangUp?(source: EventFd): void;
}

/** Bits of `poll`. */
export const pollBits = { POLLIN: 1, POLLOUT: 4, POLLERR: 8, POLLNVAL: 32 } as const;

const LOW_MAX = 9007199254740991; // 2^53-1
const HIGH_MAX = 2047; // 2^11-1; high * 2^53 + low reaches 2^64-1
const MAX = 0xffffffffffffffffn;

/**
 * The counter of an eventfd (`eventfd_ctx`). It counts in two words, `high * 2^53 + low`: a signal is one comparison
 * and one increment, and all 64 bits are exact.
 */
export class EventFd {
  readonly semaphore: boolean;
  #low = 0;
  #high = 0;
  #exclusive: EventFdWaiter | null = null;
  readonly #waiters: EventFdWaiter[] = [];

  /** `initval`: 0 to 2^64-1; a `number` must be at most 2^53-1. `semaphore`: a read decrements by 1, not to 0. */
  constructor(initval: bigint | number = 0, options: { semaphore?: boolean } = {}) {
    checkFields("options", options);
    this.semaphore = checkBoolean("semaphore", options.semaphore ?? false);
    this.#set(U64.of(initval, "initval").toBigInt());
  }

  /** The counter. */
  get count(): bigint {
    return (BigInt(this.#high) << 53n) + BigInt(this.#low);
  }

  /** Whether the counter is above 0. */
  get readable(): boolean {
    return this.#low !== 0 || this.#high !== 0;
  }

  /** Adds 1, up to 2^64-1, and wakes the waiters. Never fails or blocks (`eventfd_signal`). */
  signal(): void {
    if (this.#low < LOW_MAX) this.#low++;
    else if (this.#high < HIGH_MAX) {
      this.#low = 0;
      this.#high++;
    }
    if (this.#exclusive !== null || this.#waiters.length !== 0) this.#wake();
  }

  /**
   * Returns the counter and sets it to 0; a semaphore returns 1. `null` where a descriptor returns EAGAIN
   * (`eventfd_read`).
   */
  read(): bigint | null {
    if (!this.readable) return null;
    const count = this.semaphore ? 1n : this.count;
    this.#set(this.count - count);
    return count;
  }

  /** As `read`, but returns a double, and 0 for `null`. For consumers inside the simulation. */
  drain(): number {
    if (this.#high !== 0 || this.semaphore) return Number(this.read() ?? 0n);
    const count = this.#low;
    this.#low = 0;
    return count;
  }

  /**
   * Adds `v`, at most 2^64-2, and wakes the waiters, as the kernel does even for 0. False where a descriptor returns
   * EAGAIN: a write cannot raise the counter above 2^64-2, and at 2^64-1 not even 0 can be written.
   */
  write(v: bigint): boolean {
    if (checkU64("v", v) === MAX) throw new ArgumentError("v", `an eventfd takes 0 to 2^64-2, not ${shown(v)}`);
    if (v >= MAX - this.count) return false;
    this.#set(this.count + v);
    this.#wake();
    return true;
  }

  /** POLLIN (1): readable; POLLOUT (4): 1 can be written; POLLERR (8): at 2^64-1 (`eventfd_poll`). */
  poll(): number {
    const count = this.count;
    const readable = count > 0n ? pollBits.POLLIN : 0;
    const writable = MAX - count > 1n ? pollBits.POLLOUT : 0;
    return readable | writable | (count === MAX ? pollBits.POLLERR : 0);
  }

  /** Wakes `waiter` at every signal and write from now on, after earlier waiters. */
  addWaiter(waiter: EventFdWaiter): void {
    checkMethods("waiter", waiter, ["wake"], ["hangUp"]);
    this.#waiters.push(waiter);
  }

  /** No effect if it is not a waiter. */
  removeWaiter(waiter: EventFdWaiter): void {
    const index = this.#waiters.indexOf(waiter);
    if (index >= 0) this.#waiters.splice(index, 1);
  }

  /**
   * Makes `waiter` the exclusive priority waiter, as an irqfd is: every wake-up goes to it, before and instead of the
   * others. False if there is one already.
   */
  claim(waiter: EventFdWaiter): boolean {
    checkMethods("waiter", waiter, ["wake"], ["hangUp"]);
    if (this.#exclusive !== null) return false;
    this.#exclusive = waiter;
    return true;
  }

  /** Undoes `claim`. No effect for any other waiter. */
  release(waiter: EventFdWaiter): void {
    if (this.#exclusive === waiter) this.#exclusive = null;
  }

  /** Tells all waiters that no descriptor is left (`eventfd_release`). */
  hangUp(): void {
    this.#exclusive?.hangUp?.(this);
    for (const waiter of [...this.#waiters]) waiter.hangUp?.(this);
  }

  #set(count: bigint): void {
    this.#high = Number(count >> 53n);
    this.#low = Number(count & BigInt(LOW_MAX));
  }

  #wake(): void {
    if (this.#exclusive !== null) {
      this.#exclusive.wake(this);
      return;
    }
    const waiters = this.#waiters;
    let index = 0;
    for (let left = waiters.length; left > 0 && index < waiters.length; left--) {
      const waiter = waiters[index]!;
      waiter.wake(this);
      if (waiters[index] === waiter) index++; // otherwise it was removed, and its successor has this index
    }
  }
}
