import { CLOCK, ROW } from "./clock-words.ts";
import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;
const { TIME } = CLOCK;
const { CURRENT, INVERSE, SIZE, START } = ROW;

/** A row of buckets: how many, the time at which the first begins, and how many there are in a unit of time. */
export interface Row {
  readonly size: number;
  readonly start: number;
  readonly inverse: number;
}

/**
 * A row of buckets of equal width in time, each a list linked from the newest event to the oldest, with a bit for each that
 * tells whether it has any: the next one is found without a look at those that have none. The bucket of a time never comes
 * down as the time goes up, in spite of rounding: so equal times always meet, and order is kept.
 */
export class Rung {
  declare private readonly storage: EventStorage;
  declare private readonly clock: Float64Array;
  /** Its numbers, as `ROW` has them. */
  declare private readonly row: Float64Array;
  /** Newest slot of each bucket. */
  newest = new Int32Array(0);
  /** A bit for each bucket, and one that is always set for the one behind the last. */
  occupied = Int32Array.of(1);

  constructor(storage: EventStorage, clock: Float64Array, row: Float64Array = new Float64Array(4)) {
    this.storage = storage;
    this.clock = clock;
    this.row = row;
  }

  /** Of an empty rung: becomes such a row. */
  reset({ size, start, inverse }: Row): void {
    const { row } = this;
    const room = this.newest.length;
    if (room < size || room > 8 * size + 64) {
      this.newest = new Int32Array(size).fill(NONE);
      this.occupied = new Int32Array((size >> 5) + 1);
    } else this.occupied[row[SIZE]! >> 5] = 0;
    this.occupied[size >> 5] = 1 << size;
    row[START] = start;
    row[INVERSE] = inverse;
    row[SIZE] = size;
    row[CURRENT] = 0;
  }

  /** Of an empty rung: has no buckets any more, so that all times exceed it. */
  close(): void {
    this.occupied[this.row[SIZE]! >> 5] = 0;
    this.occupied[0] = 1;
    this.row.fill(0);
  }

  /** Of an empty rung: gives room back. */
  shrink(): void {
    this.newest = new Int32Array(0);
    this.occupied = new Int32Array(1);
    this.close();
  }

  /** Number of buckets. */
  get size(): number {
    return this.row[SIZE]!;
  }

  /** Whether `clock[TIME]` lies behind the last bucket. */
  get exceeded(): boolean {
    return this.place >= this.row[SIZE]!;
  }

  /**
   * Puts the event in `slot`, at `clock[TIME]`, in its bucket, in the last one if it lies behind that; false if the bucket has
   * been taken, or there is none so early.
   */
  add(slot: number): boolean {
    const row = this.row;
    const place = Math.min(this.place, row[SIZE]! - 1);
    if (place < row[CURRENT]!) return false;
    const bucket = place | 0;
    const newest = this.newest;
    this.storage.words[slot + NEXT] = newest[bucket]!;
    newest[bucket] = slot;
    this.occupied[bucket >> 5]! |= 1 << bucket;
    return true;
  }

  /** Takes the list of the next bucket that has one, and returns its newest slot; NONE when all are empty. */
  takeNext(): number {
    const { newest, occupied, row } = this;
    let at = row[CURRENT]! >> 5;
    while (occupied[at] === 0) at++;
    const lowest = occupied[at]! & -occupied[at]!;
    const bucket = 32 * at + 31 - Math.clz32(lowest);
    if (bucket === row[SIZE]) return NONE;
    occupied[at]! ^= lowest;
    row[CURRENT] = bucket + 1;
    const taken = newest[bucket]!;
    newest[bucket] = NONE;
    return taken;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    const { newest, row } = this;
    for (let bucket = row[CURRENT]!; bucket < row[SIZE]!; bucket++) {
      if (newest[bucket] !== NONE) this.filterBucket(bucket, keep);
    }
  }

  private get place(): number {
    return (this.clock[TIME]! - this.row[START]!) * this.row[INVERSE]!;
  }

  private filterBucket(bucket: number, keep: (slot: number) => boolean): void {
    const { words } = this.storage;
    let newer: number = NONE;
    for (let slot = this.newest[bucket]!; slot !== NONE; ) {
      const older = words[slot + NEXT]!;
      if (keep(slot)) newer = slot;
      else if (newer === NONE) this.newest[bucket] = older;
      else words[newer + NEXT] = older;
      slot = older;
    }
    if (newer === NONE) this.occupied[bucket >> 5]! &= ~(1 << bucket);
  }
}
