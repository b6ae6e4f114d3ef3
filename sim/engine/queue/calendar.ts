import { type BucketLayout, Buckets } from "./buckets.ts";
import type { EventStorage } from "./event-storage.ts";
import { FarList, type Spread } from "./far-list.ts";
import type { NearList } from "./near-list.ts";
import { REG } from "./registers.ts";

const { FLOOR, LIMIT, TIME } = REG;

/** A far list of at most this many events goes to the near list without buckets. It must fit there. */
const MAX_HANDED_OVER = 6;
/** Buckets per event where the events lie densest: few share one. */
const BUCKETS_PER_EVENT = 4;
/** Times the mean distance of the events that the buckets span, at least and at most. */
const MIN_REACH = 4;
const MAX_REACH = 12;
/** Number of buckets that still fits the caches. */
const CACHED_BUCKETS = 0x10000;
/** Most buckets per unit of time: closer times may share one. */
const MAX_PER_TIME = 1e300;

/**
 * The later events, sorted only as far as needed. The nearer ones lie in buckets, as in a calendar queue (R. Brown,
 * CACM 31(10), 1988). The others lie unsorted in the far list until the buckets are used up. Then most of them are
 * distributed over new buckets of a fitting width, as in a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, ACM
 * TOMACS 15(3), 2005). Events are distributed in order of insertion, so that equal times keep it.
 */
export class Calendar {
  declare private readonly storage: EventStorage;
  declare private readonly registers: Float64Array;
  /** While there are none, every time lies behind the last. */
  readonly buckets: Buckets;
  private readonly farList: FarList;

  constructor(storage: EventStorage, registers: Float64Array) {
    this.storage = storage;
    this.registers = registers;
    this.buckets = new Buckets(storage, registers);
    this.farList = new FarList(registers);
  }

  /** Adds the event in `slot`, at the time in REG.TIME; false if that is too early for the calendar. */
  add(slot: number): boolean {
    this.storage.times[slot >> 1] = this.registers[TIME]!;
    if (!this.buckets.exceedsLast) return this.buckets.add(slot);
    this.farList.add(slot);
    return true;
  }

  /**
   * Refills the used-up buckets from the far list; false if that is empty. Instead, a few events go to the empty near
   * list, and events that all have one time within the limit go to `enqueueDue`.
   */
  refillBuckets(near: NearList, enqueueDue: (slot: number) => void): boolean {
    const { buckets, registers, farList } = this;
    const { count, slots, times } = farList;
    buckets.close();
    if (count === 0) return false;
    const tied = times[0]! <= registers[LIMIT]! && farList.allTied;
    if (!tied && count > MAX_HANDED_OVER) this.distribute(layoutFor(farList.spread()));
    else {
      for (let i = 0; i < count; i++) {
        registers[TIME] = times[i]!;
        if (tied) enqueueDue(slots[i]!);
        else near.insert(slots[i]!);
      }
      farList.count = 0;
      // The events that these schedule may tie as well: insert them straight into the far list.
      if (tied && count > MAX_HANDED_OVER) registers[FLOOR] = times[0]!;
    }
    return true;
  }

  /** Keeps only the events whose slots satisfy `keep`. */
  filter(keep: (slot: number) => boolean): void {
    this.buckets.filter(keep);
    this.farList.filter(keep);
  }

  /** Frees memory. The calendar must be empty. */
  shrink(): void {
    this.buckets.shrink();
    this.farList.shrink();
  }

  private distribute(layout: BucketLayout): void {
    const { buckets, registers, farList } = this;
    const { count, slots, times } = farList;
    buckets.reset(layout);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      registers[TIME] = times[i]!;
      if (!buckets.exceedsLast) buckets.add(slots[i]!);
      else {
        times[kept] = times[i]!;
        slots[kept++] = slots[i]!;
      }
    }
    farList.count = kept;
  }
}

/** A layout that reaches far enough for most events that are scheduled while its buckets last. */
function layoutFor({ min, meanDistance, count: events }: Spread): BucketLayout {
  const count = Math.min(BUCKETS_PER_EVENT * MAX_REACH * events, Math.max(CACHED_BUCKETS, 2 * events));
  const reach = Math.min(MAX_REACH, Math.max(MIN_REACH, count / (BUCKETS_PER_EVENT * events)));
  return { count, start: min, perTime: Math.min(MAX_PER_TIME, count / (reach * meanDistance)) };
}
