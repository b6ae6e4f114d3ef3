import { CLOCK } from "./clock-words.ts";
import { EVENT, type EventStorage } from "./event-storage.ts";
import { type Row, Rung } from "./rung.ts";
import type { SortedFront } from "./sorted-front.ts";
import { type Spread, Top } from "./top.ts";

const { NEXT, NONE } = EVENT;
const { ROW, TIME } = CLOCK;

/** A bucket with more events is dealt into finer buckets first. */
const FEW = 32;
/** Events that are handed over as they are when they are all there is. */
const ALL = 6;
/** Buckets for each event where they lie densest: few meet another in theirs. */
const SHARE = 4;
/** How many mean distances of the events a row reaches, at least and at best. */
const NEAR = 4;
const FAR = 12;
/** Buckets that do not yet crowd the caches. */
const HANDY = 0x10000;
/** Finer rungs in use, beyond which only so large a row is worth another. */
const DEEPEST = 12;
const LARGE = 4096;
/** More buckets in a unit of time would not be told apart. */
const STEEPEST = 1e300;

/**
 * The later events, sorted only as far as needed: a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, ACM TOMACS 15(3),
 * 2005). The latest lie unsorted in the top. When the coarsest rung is used up, most of them are dealt into the buckets of a
 * new one, and a bucket that turns out to hold too many, into a rung of finer buckets. Events are dealt in order of
 * insertion, so that equal times keep it.
 */
export class Ladder {
  declare private readonly storage: EventStorage;
  declare private readonly clock: Float64Array;
  /** The rung into which the top is dealt; its numbers lie in the clock. Without buckets, all times exceed it. */
  readonly coarsest: Rung;
  private readonly top: Top;
  /** All finer rungs made so far, from the coarser to the finer, of which `depth` are in use. */
  private readonly rungs: Rung[] = [];
  /** Number of finer rungs in use. */
  depth = 0;

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.clock = clock;
    this.coarsest = new Rung(storage, clock, clock.subarray(ROW));
    this.top = new Top(clock);
  }

  /** Takes the event in `slot`, at `clock[TIME]`; false if it is earlier than all that the ladder may hold. */
  add(slot: number): boolean {
    this.storage.times[slot >> 1] = this.clock[TIME]!;
    if (this.coarsest.exceeded) {
      this.top.add(slot);
      return true;
    }
    if (this.coarsest.add(slot)) return true;
    for (let i = 0; i < this.depth; i++) if (this.rungs[i]!.add(slot)) return true;
    return false;
  }

  /** Hands the earliest events to the empty `front`, or brings them nearer to it; false if there are none. */
  refill(front: SortedFront): boolean {
    const finest = this.depth > 0 ? this.rungs[this.depth - 1]! : this.coarsest;
    const newest = finest.takeNext();
    if (newest !== NONE) this.unfold(newest, front);
    else if (this.depth > 0) this.depth--;
    else {
      this.coarsest.close();
      if (this.top.count === 0) return false;
      this.dealTop(front);
    }
    return true;
  }

  /** Deals a long list, of which `newest` is the newest, into a finer rung; hands a short one to the empty `front`. */
  private unfold(newest: number, front: SortedFront): void {
    const count = this.countOf(newest);
    if (count <= FEW || !this.split(newest, count)) front.fill(newest, count);
  }

  /** Gets ready to `add` events that were in the front; false if they lie too close to be told apart. */
  open(row: Row): boolean {
    return this.coarsest.size === 0 || this.openRung(row);
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    this.coarsest.filter(keep);
    for (let i = 0; i < this.depth; i++) this.rungs[i]!.filter(keep);
    this.top.filter(keep);
  }

  /** Of an empty ladder: gives room back. */
  shrink(): void {
    this.coarsest.shrink();
    this.rungs.length = 0;
    this.depth = 0;
    this.top.shrink();
  }

  /** Deals a list into a rung of its own; false if its times lie too close, or the ladder is too deep. */
  private split(newest: number, count: number): boolean {
    const { words, times } = this.storage;
    let min = times[newest >> 1]!;
    let max = min;
    for (let slot = newest; slot !== NONE; slot = words[slot + NEXT]!) {
      min = Math.min(min, times[slot >> 1]!);
      max = Math.max(max, times[slot >> 1]!);
    }
    if (!this.openRung(rowOf({ min, max, count }))) return false;
    const rung = this.rungs[this.depth - 1]!;
    for (let slot = this.reversed(newest); slot !== NONE; ) {
      const newer = words[slot + NEXT]!;
      this.clock[TIME] = times[slot >> 1]!;
      rung.add(slot);
      slot = newer;
    }
    return true;
  }

  private reversed(newest: number): number {
    const { words } = this.storage;
    let newer: number = NONE;
    for (let slot = newest; slot !== NONE; ) {
      const older = words[slot + NEXT]!;
      words[slot + NEXT] = newer;
      newer = slot;
      slot = older;
    }
    return newer;
  }

  private countOf(newest: number): number {
    const { words } = this.storage;
    let count = 0;
    for (let slot = newest; slot !== NONE; slot = words[slot + NEXT]!) count++;
    return count;
  }

  private openRung(row: Row): boolean {
    if (!(row.inverse < STEEPEST) || (this.depth >= DEEPEST && row.size < LARGE)) return false;
    const rung = this.rungs[this.depth] ?? new Rung(this.storage, this.clock);
    this.rungs[this.depth++] = rung;
    rung.reset(row);
    return true;
  }

  /** Deals the nearer events of the top into the coarsest rung; all into the front, if they are few or at one time. */
  private dealTop(front: SortedFront): void {
    const { clock, coarsest, top } = this;
    const { count, slots, times } = top;
    const row = reaching(top.spread());
    const deals = count > ALL && row.inverse < STEEPEST;
    if (deals) coarsest.reset(row);
    else front.reserve(count);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      const slot = slots[i]!;
      clock[TIME] = time;
      if (!deals) front.insert(slot);
      else if (!coarsest.exceeded) coarsest.add(slot);
      else {
        times[kept] = time;
        slots[kept++] = slot;
      }
    }
    top.count = kept;
  }
}

/** A row for events from `min` to `max`. */
export function rowOf({ min, max, count }: { min: number; max: number; count: number }): Row {
  const size = SHARE * count;
  return { size, start: min, inverse: size / (max - min) };
}

/** A row that reaches so far that most of the events which are made while it lasts find their bucket in it. */
function reaching({ min, distance, count }: Spread): Row {
  const size = Math.min(SHARE * FAR * count, Math.max(HANDY, 2 * count));
  const reach = Math.min(FAR, Math.max(NEAR, size / (SHARE * count)));
  return { size, start: min, inverse: size / (reach * distance) };
}
