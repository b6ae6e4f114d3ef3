import { type BucketLayout, Buckets } from "./buckets.ts";
import type { EventStorage } from "./event-storage.ts";
import { FarList, type Spread } from "./far-list.ts";
import type { NearList } from "./near-list.ts";
import { REG } from "./registers.ts";

const { FLOOR, LIMIT, TIME } = REG;

/** Events that are handed over as they are when they are all there is. */
const MAX_HANDED_OVER = 6;
/** Buckets for each event where they lie densest: few meet another in theirs. */
const BUCKETS_PER_EVENT = 4;
/** How many mean distances of the events a row reaches, at least and at best. */
const MIN_REACH = 4;
const MAX_REACH = 12;
/** Buckets that do not yet crowd the caches. */
const CACHED_BUCKETS = 0x10000;
/** Most buckets in a unit of time: times that lie closer together may share one. */
const MAX_PER_TIME = 1e300;

/**
 * The later events, sorted only as far as needed. The nearer ones lie in a row of buckets, as in a calendar queue (R. Brown,
 * CACM 31(10), 1988); the others lie unsorted in the top until the row is used up and most of them are dealt into the next
 * one, as in a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, ACM TOMACS 15(3), 2005), so that its width fits them.
 * Events are dealt in order of insertion, so that equal times keep it.
 */
export class Calendar {
  declare private readonly storage: EventStorage;
  declare private readonly registers: Float64Array;
  /** Without buckets, all times exceed it. */
  readonly buckets: Buckets;
  private readonly farList: FarList;

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.registers = clock;
    this.buckets = new Buckets(storage, clock);
    this.farList = new FarList(clock);
  }

  /** Takes the event in `slot`, at `clock[TIME]`; false if it is earlier than all that the calendar may hold. */
  add(slot: number): boolean {
    this.storage.times[slot >> 1] = this.registers[TIME]!;
    if (!this.buckets.exceedsLast) return this.buckets.add(slot);
    this.farList.add(slot);
    return true;
  }

  /**
   * When the row of buckets is used up: the nearer events of the top become the next one; false if there are none. A few are
   * handed to the empty `front` instead, and those of a top that all lie at one time, if the clock may go on to it, to `due`.
   */
  refillBuckets(front: NearList, due: (slot: number) => void): boolean {
    const { buckets, registers: clock, farList: top } = this;
    const { count, slots, times } = top;
    buckets.close();
    if (count === 0) return false;
    const tie = times[0]! <= clock[LIMIT]! && top.allTied;
    if (!tie && count > MAX_HANDED_OVER) this.distribute(layoutFor(top.spread()));
    else {
      for (let i = 0; i < count; i++) {
        clock[TIME] = times[i]!;
        if (tie) due(slots[i]!);
        else front.insert(slots[i]!);
      }
      top.count = 0;
      if (tie && count > MAX_HANDED_OVER) clock[FLOOR] = times[0]!; // what they schedule may tie as well: straight into the top
    }
    return true;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    this.buckets.filter(keep);
    this.farList.filter(keep);
  }

  /** Of an empty calendar: gives room back. */
  shrink(): void {
    this.buckets.shrink();
    this.farList.shrink();
  }

  private distribute(row: BucketLayout): void {
    const { buckets, registers: clock, farList: top } = this;
    const { count, slots, times } = top;
    buckets.reset(row);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      clock[TIME] = times[i]!;
      if (!buckets.exceedsLast) buckets.add(slots[i]!);
      else {
        times[kept] = times[i]!;
        slots[kept++] = slots[i]!;
      }
    }
    top.count = kept;
  }
}

/** A row that reaches so far that most of the events which are made while it lasts find their bucket in it. */
function layoutFor({ min, meanDistance: distance, count }: Spread): BucketLayout {
  const size = Math.min(BUCKETS_PER_EVENT * MAX_REACH * count, Math.max(CACHED_BUCKETS, 2 * count));
  const reach = Math.min(MAX_REACH, Math.max(MIN_REACH, size / (BUCKETS_PER_EVENT * count)));
  return { count: size, start: min, perTime: Math.min(MAX_PER_TIME, size / (reach * distance)) };
}
