const SMALLEST = 64;
const LARGE = 4096;

/**
 * The events due at this instant, first in, first out: their slots, or the codes of woken processes (`EVENT.WOKEN`).
 */
export class ImmediateQueue {
  /** Number of entries. */
  length = 0;
  /** Entries taken at this instant, minus those that were due before it began. Guards against an endless loop. */
  taken = 0;
  /** A circular buffer; its length is a power of two. */
  slots = new Int32Array(SMALLEST);
  /** Index of the oldest entry. */
  oldest = 0;

  push(slot: number): void {
    const slots = this.slots;
    if (this.length === slots.length) this.grow();
    this.slots[(this.oldest + this.length++) & (this.slots.length - 1)] = slot;
  }

  /** Takes the oldest entry. The queue must not be empty. */
  shift(): number {
    const slots = this.slots;
    const oldest = this.oldest;
    this.taken++;
    this.length--;
    this.oldest = (oldest + 1) & (slots.length - 1);
    return slots[oldest]!;
  }

  /** Removes an entry from anywhere in the queue. */
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

  /** Starts to count for a new instant, and frees the memory of a burst. */
  beginInstant(): void {
    this.taken = 0;
    if (this.slots.length > LARGE && this.length < SMALLEST) this.resize(SMALLEST);
  }

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
