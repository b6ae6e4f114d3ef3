/**
 * Slots of a ring. A request takes one when it is submitted; it is free again when the guest takes the completion or,
 * if nobody does, when the device has served it. One slot a request, as with indirect descriptors.
 */
export class RingSlots {
  readonly #size: number;
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  constructor(size: number) {
    this.#size = size;
  }

  get full(): boolean {
    return this.#taken === this.#size;
  }

  take(): void {
    if (this.full) throw new Error(`a request was put on a full ring of ${this.#size}`);
    this.#taken += 1;
  }

  /** Frees a slot and wakes all waiters; the first to run gets it. */
  release(): void {
    this.#taken -= 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Calls `wake` once, when a slot is free. */
  await(wake: () => void): void {
    this.#waiting.add(wake);
  }
}
