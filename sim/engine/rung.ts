import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;

/**
 * A row of buckets of equal width in time, each a list linked from the newest event to the oldest. The bucket of a time never
 * comes down as the time goes up, in spite of rounding: so equal times always meet, and order is kept.
 */
export class Rung {
  /** The rung into which the bucket taken last was split, if it was. */
  finer: Rung | undefined = undefined;
  declare private readonly storage: EventStorage;
  /** Newest slot of each bucket. */
  private heads = new Int32Array(0);
  /** The bucket to be taken next; those before it take no more events. */
  private current = 0;
  /** The last bucket, which also takes what lies beyond it. */
  private last = 0;
  /** Time at which bucket 0 begins, and buckets in a unit of time. */
  private start = 0.5;
  private inverse = 0.5;

  constructor(storage: EventStorage) {
    this.storage = storage;
  }

  /** Becomes an empty row of `size` buckets from time `start`, `inverse` of them in a unit of time. */
  reset({ size, start, inverse }: { size: number; start: number; inverse: number }): void {
    const room = this.heads.length;
    if (room < size || room > 8 * size + 64) this.heads = new Int32Array(size).fill(NONE);
    this.current = 0;
    this.last = size - 1;
    this.start = start;
    this.inverse = inverse;
  }

  /** Puts the event in `slot`, with its time in storage, in its bucket; false if that has been taken, or there is none. */
  add(slot: number): boolean {
    const { times, words } = this.storage;
    const place = (times[slot >> 1]! - this.start) * this.inverse;
    const last = this.last;
    const bucket = place < last ? Math.floor(place) : last;
    if (bucket < this.current) return false;
    const heads = this.heads;
    words[slot + NEXT] = heads[bucket]!;
    heads[bucket] = slot;
    return true;
  }

  /** Takes the list of the next bucket that has one; NONE when all are empty. */
  takeNext(): number {
    const heads = this.heads;
    const last = this.last;
    let bucket = this.current;
    while (bucket <= last && heads[bucket] === NONE) bucket++;
    this.current = bucket + 1;
    if (bucket > last) return NONE;
    const newest = heads[bucket]!;
    heads[bucket] = NONE;
    return newest;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    const { words } = this.storage;
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
