import { EVENT, type EventStorage } from "./event-storage.ts";
import { REG, ROW } from "./registers.ts";

const { NEXT, NONE } = EVENT;
const { FLOOR, TIME } = REG;
const { CURRENT, EDGE, INVERSE, SIZE, START, WIDTH } = ROW;

/** A time that is less than this part of the edge of a bucket is in an earlier one, however both were rounded. */
const ROUND_DOWN = 1 - 8 * Number.EPSILON;

/** A row of buckets: how many, the time at which the first begins, and how many there are in a unit of time. */
export interface BucketLayout {
  readonly count: number;
  readonly start: number;
  readonly perTime: number;
}

/**
 * A row of buckets of equal width in time, each a list linked from the newest event to the oldest, with a bit for each that
 * tells whether it has any: the next one is found without a look at those that have none. The bucket of a time never comes
 * down as the time goes up, in spite of rounding: so equal times always meet, and order is kept.
 */
export class Buckets {
  declare private readonly storage: EventStorage;
  declare private readonly registers: Float64Array;
  /** Its numbers, as `ROW` has them: a part of the clock. */
  declare private readonly row: Float64Array;
  /** Newest slot of each bucket, and none for the one behind the last. */
  newest = Int32Array.of(NONE);
  /** A bit for each bucket, and one that is always set for the one behind the last. */
  occupied = Int32Array.of(1);
  /** No word of `occupied` before this one has a bit set. */
  private firstWord = 0;

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.registers = clock;
    this.row = clock.subarray(REG.ROW);
  }

  /** Of an empty row: becomes such a row. */
  reset({ count: size, start, perTime: inverse }: BucketLayout): void {
    const { row } = this;
    const room = this.newest.length;
    if (room <= size || room > 8 * size + 64) {
      this.newest = new Int32Array(size + 1).fill(NONE);
      this.occupied = new Int32Array((size >> 5) + 1);
    } else this.occupied[row[SIZE]! >> 5] = 0;
    this.occupied[size >> 5] = 1 << size;
    row[START] = start;
    row[INVERSE] = inverse;
    row[SIZE] = size;
    row[EDGE] = ROUND_DOWN * start;
    row[WIDTH] = ROUND_DOWN / inverse;
    this.firstWord = 0;
    row[CURRENT] = 0;
    this.writeFloor();
  }

  /** Of an empty row: has no buckets any more, so that all times exceed it. */
  close(): void {
    this.registers[FLOOR] = Number.POSITIVE_INFINITY;
    if (this.size === 0) return;
    this.occupied[this.size >> 5] = 0;
    this.occupied[0] = 1;
    this.row.fill(0);
    this.firstWord = 0;
  }

  /** Of an empty row: gives room back. */
  shrink(): void {
    this.close();
    this.newest = Int32Array.of(NONE);
    this.occupied = Int32Array.of(1);
  }

  /** Number of buckets. */
  get size(): number {
    return this.row[SIZE]!;
  }

  /** Whether `clock[TIME]` lies behind the last bucket. */
  get exceedsLast(): boolean {
    return this.position >= this.row[SIZE]!;
  }

  /** Puts the event in `slot`, at `clock[TIME]`, in its bucket; false if that has been taken, or there is none so early. */
  add(slot: number): boolean {
    const { position: place, row } = this;
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
    const { newest, occupied } = this;
    let at = this.firstWord;
    while (occupied[at] === 0) at++;
    const word = occupied[at]!;
    const bucket = ((at << 5) + 31 - Math.clz32(word & -word)) | 0;
    const slot = newest[bucket]!;
    if (slot !== NONE) {
      newest[bucket] = NONE;
      occupied[at] = word & (word - 1);
      this.firstWord = at;
      const row = this.row;
      row[CURRENT] = bucket + 1;
      this.registers[FLOOR] = row[EDGE]! + (bucket + 1) * row[WIDTH]!;
    }
    return slot;
  }

  /** Tells the clock again before which time there are no events here. */
  writeFloor(): void {
    const row = this.row;
    this.registers[FLOOR] = row[EDGE]! + row[CURRENT]! * row[WIDTH]!;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    const { newest, row } = this;
    for (let bucket = row[CURRENT]!; bucket < row[SIZE]!; bucket++) {
      if (newest[bucket] !== NONE) this.filterBucket(bucket, keep);
    }
  }

  private get position(): number {
    return (this.registers[TIME]! - this.row[START]!) * this.row[INVERSE]!;
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
