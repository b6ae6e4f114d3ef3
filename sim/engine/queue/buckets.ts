import { EVENT, type EventStorage } from "./event-storage.ts";
import { REG } from "./registers.ts";

const { NEXT, NONE } = EVENT;
const { FLOOR, TIME, BUCKET_START, BUCKETS_PER_TIME, BUCKET_COUNT, NEXT_BUCKET, BUCKET_EDGE, BUCKET_WIDTH } = REG;

/** A time below this fraction of a bucket's edge lies in an earlier bucket, whatever the rounding of both. */
const ROUND_DOWN = 1 - 8 * Number.EPSILON;

/** Buckets of equal width: how many, the time at which the first begins, and how many there are per unit of time. */
export interface BucketLayout {
  readonly count: number;
  readonly start: number;
  readonly perTime: number;
}

/**
 * Buckets of equal width in time. Each is a list linked from the newest event to the oldest. A bitmap marks the buckets
 * that hold events, so that the next one is found without a look at the empty ones. A later time never gets an earlier
 * bucket, in spite of rounding: so equal times share a bucket, and order is kept.
 */
export class Buckets {
  declare private readonly storage: EventStorage;
  declare private readonly registers: Float64Array;
  /** Newest slot of each bucket; NONE for the sentinel behind the last. */
  newest = Int32Array.of(NONE);
  /** One bit per bucket; the bit of the sentinel behind the last is always set. */
  occupied = Int32Array.of(1);
  /** No word of `occupied` before this one has a bit set. */
  private firstWord = 0;

  constructor(storage: EventStorage, registers: Float64Array) {
    this.storage = storage;
    this.registers = registers;
  }

  /** Lays out new buckets. All present ones must be empty. */
  reset({ count, start, perTime }: BucketLayout): void {
    const { registers } = this;
    const room = this.newest.length;
    if (room <= count || room > 8 * count + 64) {
      this.newest = new Int32Array(count + 1).fill(NONE);
      this.occupied = new Int32Array((count >> 5) + 1);
    } else this.occupied[registers[BUCKET_COUNT]! >> 5] = 0;
    this.occupied[count >> 5] = 1 << count;
    registers[BUCKET_START] = start;
    registers[BUCKETS_PER_TIME] = perTime;
    registers[BUCKET_COUNT] = count;
    registers[BUCKET_EDGE] = ROUND_DOWN * start;
    registers[BUCKET_WIDTH] = ROUND_DOWN / perTime;
    this.firstWord = 0;
    registers[NEXT_BUCKET] = 0;
    this.writeFloor();
  }

  /** Leaves no bucket, so that every time lies behind the last. All buckets must be empty. */
  close(): void {
    const { registers } = this;
    registers[FLOOR] = Number.POSITIVE_INFINITY;
    if (this.count === 0) return;
    this.occupied[this.count >> 5] = 0;
    this.occupied[0] = 1;
    registers.fill(0, BUCKET_START, REG.SIZE);
    this.firstWord = 0;
  }

  /** Closes the buckets and frees their memory. */
  shrink(): void {
    this.close();
    this.newest = Int32Array.of(NONE);
    this.occupied = Int32Array.of(1);
  }

  /** Number of buckets. */
  get count(): number {
    return this.registers[BUCKET_COUNT]!;
  }

  /** Whether the time in REG.TIME lies behind the last bucket. */
  get exceedsLast(): boolean {
    return this.position >= this.registers[BUCKET_COUNT]!;
  }

  /** Adds the event in `slot`, at the time in REG.TIME; false if its bucket has been taken or lies before the first. */
  add(slot: number): boolean {
    const { position, registers } = this;
    if (position < registers[NEXT_BUCKET]!) return false;
    const bucket = position | 0;
    const newest = this.newest;
    this.storage.words[slot + NEXT] = newest[bucket]!;
    newest[bucket] = slot;
    this.occupied[bucket >> 5]! |= 1 << bucket;
    return true;
  }

  /** Takes the next list of events and returns its newest slot; NONE if all buckets are empty. */
  takeNext(): number {
    const { newest, occupied } = this;
    let index = this.firstWord;
    while (occupied[index] === 0) index++;
    const word = occupied[index]!;
    const bucket = ((index << 5) + 31 - Math.clz32(word & -word)) | 0;
    const slot = newest[bucket]!;
    if (slot !== NONE) {
      newest[bucket] = NONE;
      occupied[index] = word & (word - 1);
      this.firstWord = index;
      const registers = this.registers;
      registers[NEXT_BUCKET] = bucket + 1;
      registers[FLOOR] = registers[BUCKET_EDGE]! + (bucket + 1) * registers[BUCKET_WIDTH]!;
    }
    return slot;
  }

  /** Writes the earliest time that a bucket may hold to REG.FLOOR. */
  writeFloor(): void {
    const { registers } = this;
    registers[FLOOR] = registers[BUCKET_EDGE]! + registers[NEXT_BUCKET]! * registers[BUCKET_WIDTH]!;
  }

  /** Keeps only the events whose slots satisfy `keep`. */
  filter(keep: (slot: number) => boolean): void {
    const { newest, registers } = this;
    for (let bucket = registers[NEXT_BUCKET]!; bucket < registers[BUCKET_COUNT]!; bucket++) {
      if (newest[bucket] !== NONE) this.filterBucket(bucket, keep);
    }
  }

  /** Bucket of the time in REG.TIME, not rounded. */
  private get position(): number {
    const { registers } = this;
    return (registers[TIME]! - registers[BUCKET_START]!) * registers[BUCKETS_PER_TIME]!;
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
