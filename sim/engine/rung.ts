import { CLOCK } from "./clock-words.ts";
import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;
const { TIME } = CLOCK;

/**
 * A row of buckets of equal width in time, each a list linked from the newest event to the oldest. The bucket of a time never
 * comes down as the time goes up, in spite of rounding: so equal times always meet, and order is kept.
 */
export class Rung {
  /** The rung into which the bucket taken last was split, if it was. */
  finer: Rung | undefined = undefined;
  declare private readonly storage: EventStorage;
  declare private readonly clock: Float64Array;
  /** Number of events in the list taken last. */
  taken = 0;
  /** Newest slot of each bucket, and how many events it has. */
  private buckets = new Int32Array(0);
  /** The bucket to be taken next; those before it take no more events. */
  private current = 0;
  /** The last bucket, which also takes what lies beyond it. */
  private last = 0;
  /** Time at which bucket 0 begins, and buckets in a unit of time. */
  private start = 0.5;
  private inverse = 0.5;

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Becomes an empty row of `size` buckets from time `start`, `inverse` of them in a unit of time. */
  reset({ size, start, inverse }: { size: number; start: number; inverse: number }): void {
    const room = this.buckets.length / 2;
    if (room < size || room > 8 * size + 64) {
      this.buckets = new Int32Array(2 * size);
      for (let i = 0; i < 2 * size; i += 2) this.buckets[i] = NONE;
    }
    this.current = 0;
    this.last = size - 1;
    this.start = start;
    this.inverse = inverse;
  }

  /** Puts the event in `slot`, at `clock[TIME]`, in its bucket; false if that has been taken, or there is none so early. */
  add(slot: number): boolean {
    const place = (this.clock[TIME]! - this.start) * this.inverse;
    const bucket = Math.min(place, this.last);
    if (bucket < this.current) return false;
    const index = (bucket | 0) * 2;
    const buckets = this.buckets;
    this.storage.words[slot + NEXT] = buckets[index]!;
    buckets[index] = slot;
    buckets[index + 1]!++;
    return true;
  }

  /** Takes the list of the next bucket that has one; NONE when all are empty. */
  takeNext(): number {
    const buckets = this.buckets;
    const last = this.last;
    let bucket = this.current;
    while (bucket <= last && buckets[2 * bucket] === NONE) bucket++;
    this.current = bucket + 1;
    if (bucket > last) return NONE;
    const newest = buckets[2 * bucket]!;
    this.taken = buckets[2 * bucket + 1]!;
    buckets[2 * bucket] = NONE;
    buckets[2 * bucket + 1] = 0;
    return newest;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    for (let bucket = this.current; bucket <= this.last; bucket++) this.filterBucket(2 * bucket, keep);
  }

  private filterBucket(index: number, keep: (slot: number) => boolean): void {
    const { words } = this.storage;
    let newer: number = NONE;
    for (let slot = this.buckets[index]!; slot !== NONE; ) {
      const older = words[slot + NEXT]!;
      if (keep(slot)) newer = slot;
      else {
        this.buckets[index + 1]!--;
        if (newer === NONE) this.buckets[index] = older;
        else words[newer + NEXT] = older;
      }
      slot = older;
    }
  }
}
