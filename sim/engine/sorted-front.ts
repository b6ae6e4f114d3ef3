import { filtered, forEachIn, join, joinOlder, oldestOf, withoutOldest } from "./circle.ts";
import { CLOCK } from "./clock-words.ts";
import { EVENT, type EventStorage } from "./event-storage.ts";

const { NEXT, NONE } = EVENT;
const { TIME } = CLOCK;

const SMALLEST = 64;

/**
 * The next events, sorted, latest first: the earliest is taken off the end without moving any. Events at one time share a
 * place, as a circle, so that many ties cost no more than one event.
 */
export class SortedFront {
  /** Time at each place, from 1; place 0 is a sentinel. */
  times = new Float64Array(SMALLEST).fill(Number.POSITIVE_INFINITY, 0, 1);
  /** Circle of events at each place. */
  circles = new Int32Array(SMALLEST);
  /** Number of places, and so the index of the earliest. */
  count = 0;
  declare private readonly storage: EventStorage;
  declare private readonly clock: Float64Array;

  constructor(storage: EventStorage, clock: Float64Array) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Inserts the event in `slot`, at `clock[TIME]`, after those at its time. There must be room for one more place. */
  insert(slot: number): void {
    const time = this.clock[TIME]!;
    const place = this.makePlace(time);
    const times = this.times;
    if (times[place - 1] === time) this.join(place, slot);
    else {
      times[place] = time;
      this.circles[place] = slot;
      this.count++;
    }
  }

  /** Inserts `count` events, linked from the newest to the oldest, their times in storage, into the empty front. */
  fill(newest: number, count: number): void {
    this.reserve(count);
    const { words, times } = this.storage;
    for (let slot = newest; slot !== NONE; ) {
      const older = words[slot + NEXT]!;
      const time = times[slot >> 1]!;
      const place = this.makePlace(time);
      if (this.times[place - 1] === time) this.joinOlder(place, slot);
      else {
        this.times[place] = time;
        this.circles[place] = slot;
        this.count++;
      }
      slot = older;
    }
  }

  /** Makes room for `count` places. */
  reserve(count: number): void {
    let room = this.times.length;
    while (room < count + 2) room *= 2;
    if (room > this.times.length) this.resize(room);
  }

  /** Takes the oldest of several events at the last place. */
  takeOldest(): number {
    const { words } = this.storage;
    const circle = this.circles[this.count]!;
    const oldest = oldestOf(words, circle);
    this.circles[this.count] = withoutOldest(words, circle);
    return oldest;
  }

  /** Takes the first `count` places, the latest, away: calls `visit` with each slot, oldest first, its time in `clock[TIME]`. */
  drop(count: number, visit: (slot: number) => void): void {
    for (let place = 1; place <= count; place++) {
      this.clock[TIME] = this.times[place]!;
      forEachIn(this.storage.words, this.circles[place]!, visit);
    }
    this.times.copyWithin(1, count + 1, this.count + 1);
    this.circles.copyWithin(1, count + 1, this.count + 1);
    this.count -= count;
  }

  /** Of an empty front: gives room back. */
  shrink(): void {
    this.resize(SMALLEST);
  }

  /** Drops the events whose slots `keep` refuses. */
  filter(keep: (slot: number) => boolean): void {
    let kept = 0;
    for (let place = 1; place <= this.count; place++) {
      const circle = filtered(this.storage.words, this.circles[place]!, keep);
      if (circle === NONE) continue;
      this.times[++kept] = this.times[place]!;
      this.circles[kept] = circle;
    }
    this.count = kept;
  }

  /** Moves the places of earlier times up by one and returns the one that has become free. */
  private makePlace(time: number): number {
    const times = this.times;
    const circles = this.circles;
    let place = this.count;
    for (let at = times[place]!; at < time; at = times[--place]!) {
      times[place + 1] = at;
      circles[place + 1] = circles[place]!;
    }
    return place + 1;
  }

  private join(place: number, slot: number): void {
    this.closePlace(place);
    this.circles[place - 1] = join(this.storage.words, this.circles[place - 1]!, slot);
  }

  private joinOlder(place: number, slot: number): void {
    this.closePlace(place);
    this.circles[place - 1] = joinOlder(this.storage.words, this.circles[place - 1]!, slot);
  }

  /** Undoes what `makePlace` has done. */
  private closePlace(place: number): void {
    const { times, circles, count } = this;
    for (let at = place; at <= count; at++) {
      times[at] = times[at + 1]!;
      circles[at] = circles[at + 1]!;
    }
  }

  private resize(length: number): void {
    const times = new Float64Array(length);
    const circles = new Int32Array(length);
    times.set(this.times.subarray(0, length));
    circles.set(this.circles.subarray(0, length));
    this.times = times;
    this.circles = circles;
  }
}
