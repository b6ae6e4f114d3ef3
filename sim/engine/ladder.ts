import { CLOCK } from "./clock-words.ts";
import { EVENT, type EventSlots } from "./event-slots.ts";
import { Rung } from "./rung.ts";

const { NEXT, NONE } = EVENT;
const { FLOOR, TIME, TOP } = CLOCK;

/** A bucket with more events is dealt into finer buckets first. */
const FEW = 32;
/** Events that are handed over unsorted when they are all there is. */
const ALL = 16;
/** Events in a bucket, as far as they are spread evenly. */
const SHARE = 3;
const DEEPEST = 12;
/** More buckets in a unit of time would not be told apart. */
const STEEPEST = 1e300;

/** What takes the earliest events from the ladder: each with its time in `clock[TIME]`. */
export interface Front {
  insert(slot: number): void;
}

/**
 * The later events, sorted only as far as needed: a ladder queue (W. T. Tang, R. S. M. Goh, I. L.-J. Thng, ACM TOMACS 15(3),
 * 2005). The latest lie unsorted in `top`; when the rungs are used up, those of them that are nearer than twice the mean
 * distance are dealt into buckets, and a bucket that holds too many into a rung of finer buckets. Events are dealt in
 * order of insertion, so that equal times keep it.
 */
export class Ladder {
  declare private readonly slots: EventSlots;
  declare private readonly clock: Float64Array;
  readonly #rungs: Rung[] = [];
  #depth = 0;
  #topTimes = new Float64Array(64);
  #topSlots = new Int32Array(64);
  #topCount = 0;

  constructor(slots: EventSlots, clock: Float64Array) {
    this.slots = slots;
    this.clock = clock;
    clock[TOP] = Number.POSITIVE_INFINITY;
  }

  /** Takes the event in `slot`, at `clock[TIME]`; false if it is earlier than all that the ladder may hold. */
  add(slot: number): boolean {
    const time = this.clock[TIME]!;
    if (time > this.clock[TOP]!) {
      this.#addTop(slot);
      return true;
    }
    for (let level = 0; level < this.#depth; level++) {
      const rung = this.#rungs[level]!;
      if (rung.placeOf(time) >= rung.current) {
        this.slots.times[slot >> 1] = time;
        rung.push(slot, this.slots);
        return true;
      }
    }
    return false;
  }

  /** Hands the earliest events to the empty `front`; false if none is left. */
  refill(front: Front): boolean {
    for (;;) {
      while (this.#depth > 0) {
        const newest = this.#rungs[this.#depth - 1]!.takeNext();
        if (newest === NONE) this.#depth--;
        else if (this.#handOver(newest, front)) return true;
      }
      if (this.#topCount === 0) break;
      if (this.#dealTop(front)) return true;
    }
    this.clock[TOP] = Number.POSITIVE_INFINITY;
    return false;
  }

  /**
   * Gets ready to `add` events from `min` to `max` that were in the front, all later than `clock[FLOOR]`; false if they lie
   * too close to be told apart.
   */
  open(range: { min: number; max: number; count: number }): boolean {
    if (this.clock[TOP] !== Number.POSITIVE_INFINITY) return this.#openRung(range);
    this.clock[TOP] = this.clock[FLOOR]!;
    return true;
  }

  /** Drops the slots for which `keep` does not hold. */
  sweep(keep: (slot: number) => boolean): void {
    for (let level = 0; level < this.#depth; level++) this.#rungs[level]!.sweep(this.slots.words, keep);
    let kept = 0;
    for (let i = 0; i < this.#topCount; i++) if (keep(this.#topSlots[i]!)) this.#moveTop(i, kept++);
    this.#topCount = kept;
  }

  /** Empties a bucket: into a rung of its own, or, oldest event first, into the front; true if that has any now. */
  #handOver(newest: number, front: Front): boolean {
    const { words, times } = this.slots;
    let oldest: number = NONE;
    let count = 0;
    for (let slot = newest; slot !== NONE; ) {
      const next = words[slot + NEXT]!;
      words[slot + NEXT] = oldest;
      oldest = slot;
      slot = next;
      count++;
    }
    if (count > FEW && this.#split(oldest, count)) return false;
    for (let slot = oldest; slot !== NONE; ) {
      const next = words[slot + NEXT]!;
      this.clock[TIME] = times[slot >> 1]!;
      front.insert(slot);
      slot = next;
    }
    return true;
  }

  #split(oldest: number, count: number): boolean {
    const { words, times } = this.slots;
    let min = Number.POSITIVE_INFINITY;
    let max = 0;
    for (let slot = oldest; slot !== NONE; slot = words[slot + NEXT]!) {
      const time = times[slot >> 1]!;
      if (time < min) min = time;
      if (time > max) max = time;
    }
    if (!this.#openRung({ min, max, count })) return false;
    const rung = this.#rungs[this.#depth - 1]!;
    for (let slot = oldest; slot !== NONE; ) {
      const next = words[slot + NEXT]!;
      rung.push(slot, this.slots);
      slot = next;
    }
    return true;
  }

  #openRung({ min, max, count }: { min: number; max: number; count: number }): boolean {
    const size = Math.ceil(count / SHARE);
    const inverse = size / (max - min);
    if (!(inverse < STEEPEST) || this.#depth === DEEPEST) return false;
    const level = this.#depth++;
    const rung = this.#rungs[level] ?? new Rung();
    this.#rungs[level] = rung;
    rung.reset(size);
    rung.start = min;
    rung.inverse = inverse;
    return true;
  }

  /** Deals the nearer events of the top; true if the front has any now. */
  #dealTop(front: Front): boolean {
    const count = this.#topCount;
    const bound = count <= ALL ? Number.POSITIVE_INFINITY : this.#nearer(count);
    const dealt = count > ALL && this.#depth > 0;
    const rung = this.#rungs[0]!;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const time = this.#topTimes[i]!;
      const slot = this.#topSlots[i]!;
      if (time > bound) this.#moveTop(i, kept++);
      else if (dealt) rung.push(slot, this.slots);
      else {
        this.clock[TIME] = time;
        front.insert(slot);
      }
    }
    this.#topCount = kept;
    this.clock[TOP] = bound;
    return !dealt;
  }

  /** The time up to which the top is dealt: twice the mean distance; opens the rung for it unless all are at one time. */
  #nearer(count: number): number {
    const times = this.#topTimes;
    let min = times[0]!;
    let max = min;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      sum += time;
      if (time < min) min = time;
      else if (time > max) max = time;
    }
    const bound = Math.max(min, Math.min(max, 2 * (sum / count) - min));
    this.#openRung({ min, max: bound, count });
    return bound;
  }

  #addTop(slot: number): void {
    const count = this.#topCount;
    if (count === this.#topTimes.length) this.#resizeTop(2 * count);
    const time = this.clock[TIME]!;
    this.#topTimes[count] = time;
    this.#topSlots[count] = slot;
    this.slots.times[slot >> 1] = time;
    this.#topCount = count + 1;
  }

  #moveTop(from: number, to: number): void {
    this.#topTimes[to] = this.#topTimes[from]!;
    this.#topSlots[to] = this.#topSlots[from]!;
  }

  #resizeTop(length: number): void {
    const times = new Float64Array(length);
    const slots = new Int32Array(length);
    times.set(this.#topTimes.subarray(0, length));
    slots.set(this.#topSlots.subarray(0, length));
    this.#topTimes = times;
    this.#topSlots = slots;
  }
}
