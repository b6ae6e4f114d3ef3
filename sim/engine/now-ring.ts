/** Slots of the events that are due at this very instant, first in, first out. */
export class NowRing {
  #slots = new Int32Array(64);
  #mask = 63;
  #tail = 0;
  /** Events taken since the last `clear`. */
  taken = 0;

  get length(): number {
    return this.#tail - this.taken;
  }

  push(slot: number): void {
    if (this.#tail - this.taken > this.#mask) this.#grow();
    this.#slots[this.#tail++ & this.#mask] = slot;
  }

  /** Takes the oldest slot; there must be one. */
  shift(): number {
    return this.#slots[this.taken++ & this.#mask]!;
  }

  /** Starts the count of taken events anew; the ring must be empty. Storage left by a burst is given back. */
  clear(): void {
    this.taken = 0;
    this.#tail = 0;
    if (this.#mask > 4095) this.#resize(64);
  }

  #grow(): void {
    const { length } = this;
    const slots = Int32Array.from({ length }, (_, i) => this.#slots[(this.taken + i) & this.#mask]!);
    const oldest = this.taken;
    this.#resize(2 * length);
    for (let i = 0; i < length; i++) this.#slots[(oldest + i) & this.#mask] = slots[i]!;
  }

  #resize(length: number): void {
    this.#slots = new Int32Array(length);
    this.#mask = length - 1;
  }
}
