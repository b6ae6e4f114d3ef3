/**
 * The places of a ring, of which each request takes one as it is made and gives it back when the guest takes its answer;
 * where nobody takes answers, when the device has served it. One place a request, as with indirect descriptors.
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

  /** A place is free: all who wait are woken, and see for themselves who was first. */
  release(): void {
    this.#taken -= 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Calls `wake` once, as soon as a place is free. */
  await(wake: () => void): void {
    this.#waiting.add(wake);
  }
}
