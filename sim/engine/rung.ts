import { EVENT, type EventSlots } from "./event-slots.ts";

const { NEXT, NONE } = EVENT;

/**
 * A row of buckets of equal width in time. A bucket is a list linked from the newest event to the oldest. The place of a
 * time never decreases as the time increases, in spite of rounding, so that equal times always meet and order is kept.
 */
export class Rung {
  /** Newest slot of each bucket, or NONE. */
  heads = new Int32Array(0);
  /** The bucket that is next to be emptied; those before it take no more events. */
  current = 0;
  /** Index of the last bucket, which also takes what lies beyond it. */
  last = 0;
  /** Time at which bucket 0 begins. */
  start = 0.5;
  /** Buckets in a unit of time. */
  inverse = 0.5;

  /** Becomes an empty row of `size` buckets. */
  reset(size: number): void {
    if (this.heads.length < size || this.heads.length > 8 * size + 64) this.heads = new Int32Array(size).fill(NONE);
    this.current = 0;
    this.last = size - 1;
  }

  /** The bucket for `time`, with a fraction; below 0 if it is too early. */
  placeOf(time: number): number {
    return Math.min((time - this.start) * this.inverse, this.last);
  }

  /** Puts the event in `slot`, whose time must not lie before `current`, in its bucket. */
  push(slot: number, slots: EventSlots): void {
    const bucket = this.placeOf(slots.times[slot >> 1]!) | 0;
    slots.words[slot + NEXT] = this.heads[bucket]!;
    this.heads[bucket] = slot;
  }

  /** Moves on to the next bucket that has events, and takes them, newest first; NONE when all are empty. */
  takeNext(): number {
    const heads = this.heads;
    const last = this.last;
    let bucket = this.current;
    while (bucket <= last && heads[bucket]! === NONE) bucket++;
    if (bucket > last) {
      this.current = bucket;
      return NONE;
    }
    this.current = bucket + 1;
    const head = heads[bucket]!;
    heads[bucket] = NONE;
    return head;
  }

  /** Drops from all buckets the slots for which `keep` does not hold. */
  sweep(words: Int32Array, keep: (slot: number) => boolean): void {
    for (let bucket = this.current; bucket <= this.last; bucket++) {
      let newer: number = NONE;
      for (let slot = this.heads[bucket]!; slot !== NONE; ) {
        const older = words[slot + NEXT]!;
        if (keep(slot)) newer = slot;
        else if (newer === NONE) this.heads[bucket] = older;
        else words[newer + NEXT] = older;
        slot = older;
      }
    }
  }
}
