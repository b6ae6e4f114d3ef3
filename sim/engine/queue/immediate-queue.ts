const SMALLEST = 64;
const LARGE = 4096;

/** Slots, or what stands for them, of the events that are due at this very instant: first in, first out. */
export class ImmediateQueue {
  /** Number of slots that wait. */
  length = 0;
  /** Slots taken since the instant began, less those that were due then already. */
  taken = 0;
  /** Those that wait, from the oldest on, round the end to the start; a power of two of places. */
  slots = new Int32Array(SMALLEST);
  oldest = 0;

  push(slot: number): void {
    const slots = this.slots;
    if (this.length === slots.length) this.grow();
    this.slots[(this.oldest + this.length++) & (this.slots.length - 1)] = slot;
  }

  /** Takes the oldest slot; there must be one. */
  shift(): number {
    const slots = this.slots;
    const oldest = this.oldest;
    this.taken++;
    this.length--;
    this.oldest = (oldest + 1) & (slots.length - 1);
    return slots[oldest]!;
  }

  /** Takes this one out, wherever it is; those behind it move up. */
  remove(slot: number): void {
    const { slots, oldest } = this;
    const mask = slots.length - 1;
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const other = slots[(oldest + i) & mask]!;
      if (other !== slot) slots[(oldest + kept++) & mask] = other;
    }
    this.length = kept;
  }

  /** A new instant begins. */
  beginInstant(): void {
    this.taken = 0;
    if (this.slots.length > LARGE && this.length < SMALLEST) this.resize(SMALLEST);
  }

  /** Makes room for more. */
  grow(): void {
    this.resize(2 * this.slots.length);
  }

  private resize(size: number): void {
    const slots = new Int32Array(size);
    const mask = this.slots.length - 1;
    for (let i = 0; i < this.length; i++) slots[i] = this.slots[(this.oldest + i) & mask]!;
    this.slots = slots;
    this.oldest = 0;
  }
}
