import { CLOCK } from "./clock-words.ts";
import { EVENT, type EventStorage } from "./event-storage.ts";
import { Rung } from "./rung.ts";
import type { SortedFront } from "./sorted-front.ts";
import { Top } from "./top.ts";

const { NEXT, NONE } = EVENT;
const { TIME, TOP } = CLOCK;

/** A bucket with more events is dealt into finer buckets first. */
const FEW = 32;
/** Events that are handed over as they are when they are all there is. */
const ALL = 16;
/** Events for each bucket of a new rung. */
const SHARE = 3;
const DEEPEST = 12;
/** More buckets in a unit of time would not be told apart. */
const STEEPEST = 1e300;

/** Times of events that are to be dealt: from `min` to `max`, `count` in all. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/**
 * The later events, sorted only as far as needed: a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, ACM TOMACS 15(3),
 * 2005). The latest lie unsorted in the top; when the rungs are used up, those of them that are nearer than twice the mean
 * distance are dealt into buckets, and a bucket that holds too many into a rung of finer buckets. Events are dealt in
 * order of insertion, so that equal times keep it.
 */
export class Ladder {
  declare private readonly storage: EventStorage;
  declare private readonly clock: Float64Array;
  /** All rungs made so far, coarsest first, of which `depth` are in use, each linked to the next. */
  private readonly rungs: Rung[] = [];
  private depth = 0;
  private coarsest: Rung | undefined = undefined;
  private finest: Rung | undefined = undefined;
  private readonly top = new Top();

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.clock = clock;
    clock[TOP] = Number.POSITIVE_INFINITY;
  }

  /** Takes the event in `slot`, at `clock[TIME]`; false if it is earlier than all that the ladder may hold. */
  add(slot: number): boolean {
    const time = this.clock[TIME]!;
    this.storage.times[slot >> 1] = time;
    if (time > this.clock[TOP]!) {
      const top = this.top;
      if (top.count === top.times.length) top.grow();
      top.times[top.count] = time;
      top.slots[top.count++] = slot;
      return true;
    }
    for (let rung = this.coarsest; rung !== undefined; rung = rung.finer) if (rung.add(slot)) return true;
    return false;
  }

  /** Hands the earliest events to the empty `front`; false if none is left. */
  refill(front: SortedFront): boolean {
    for (;;) {
      const rung = this.finest;
      if (rung === undefined) {
        if (this.top.count === 0) break;
        if (this.dealTop(front)) return true;
        continue;
      }
      const newest = rung.takeNext();
      if (newest === NONE) this.closeRung();
      else if (rung.taken <= FEW || !this.split(newest, rung.taken)) {
        front.fill(newest, rung.taken);
        return true;
      }
    }
    this.clock[TOP] = Number.POSITIVE_INFINITY;
    return false;
  }

  /** Gets ready to `add` events that were in the front, all after `floor`; false if they lie too close to be told apart. */
  open(spread: Spread, floor: number): boolean {
    if (this.clock[TOP] !== Number.POSITIVE_INFINITY) return this.openRung(spread);
    this.clock[TOP] = floor;
    return true;
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    for (let rung = this.coarsest; rung !== undefined; rung = rung.finer) rung.filter(keep);
    this.top.filter(keep);
  }

  /** Of an empty ladder: gives room back. */
  shrink(): void {
    this.rungs.length = 0;
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
    if (!this.openRung({ min, max, count })) return false;
    for (let slot = this.reversed(newest); slot !== NONE; ) {
      const newer = words[slot + NEXT]!;
      this.clock[TIME] = times[slot >> 1]!;
      this.finest!.add(slot);
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

  private openRung({ min, max, count }: Spread): boolean {
    const size = Math.ceil(count / SHARE);
    const inverse = size / (max - min);
    if (!(inverse < STEEPEST) || this.depth === DEEPEST) return false;
    const rung = this.rungs[this.depth] ?? new Rung(this.storage, this.clock);
    this.rungs[this.depth++] = rung;
    rung.reset({ size, start: min, inverse });
    if (this.finest === undefined) this.coarsest = rung;
    else this.finest.finer = rung;
    this.finest = rung;
    return true;
  }

  private closeRung(): void {
    this.finest = this.rungs[--this.depth - 1];
    if (this.finest === undefined) this.coarsest = undefined;
    else this.finest.finer = undefined;
  }

  /** Deals the nearer events of the top into a rung; into the front, and returns true, if they are few or at one time. */
  private dealTop(front: SortedFront): boolean {
    const top = this.top;
    const { count, slots, times } = top;
    const spread = top.nearer();
    const rung = count > ALL && this.openRung(spread) ? this.finest : undefined;
    const bound = count > ALL ? spread.max : Number.POSITIVE_INFINITY;
    if (rung === undefined) front.reserve(count);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      const slot = slots[i]!;
      this.clock[TIME] = time;
      if (time > bound) {
        times[kept] = time;
        slots[kept++] = slot;
      } else if (rung !== undefined) rung.add(slot);
      else front.insert(slot);
    }
    top.count = kept;
    this.clock[TOP] = bound;
    return rung === undefined;
  }
}
