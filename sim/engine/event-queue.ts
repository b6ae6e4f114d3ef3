import { filtered, forEachIn, join, oldestOf, withoutOldest } from "./circle.ts";
import { CLOCK } from "./clock-words.ts";
import { SimulationError } from "./error.ts";
import { EVENT, EventSlots } from "./event-slots.ts";
import { type Front, Ladder } from "./ladder.ts";
import { NowRing } from "./now-ring.ts";

const { ARGUMENT, CANCELLED, HANDLER, NONE } = EVENT;
const { FLOOR, LIMIT, NOW, TIME, TOP } = CLOCK;

/** Places in use at which the later ones are given to the ladder, and how many stay. */
const MANY = 40;
const STAY = 16;

/**
 * The future events, in three parts by how soon they are due. Those for this very instant wait in a ring. The next are
 * sorted, latest first, so that the earliest is taken off the end; events at one time share a place, linked oldest to
 * newest in a circle of which the place names the newest. All later ones lie in a ladder. Order is by time and, at equal
 * times, by insertion: what was inserted for an instant before the clock reached it comes before the ring.
 */
export class EventQueue implements Front {
  readonly slots = new EventSlots();
  readonly clock = new Float64Array(CLOCK.SIZE);
  /** Events scheduled for the instant at which they were scheduled, above which it is an endless loop. */
  instantLimit = Number.MAX_SAFE_INTEGER;
  readonly #ring = new NowRing();
  readonly #ladder = new Ladder(this.slots, this.clock);
  /** Time and circle of events at each place, from 1; place 0 is a sentinel. */
  #times = new Float64Array(64);
  #circles = new Int32Array(64);
  #count = 0;
  #crowd = MANY;
  #refilling = false;
  #cancelled = 0;
  #sweepAt = 1024;

  constructor() {
    this.#times[0] = Number.POSITIVE_INFINITY;
    this.clock[FLOOR] = Number.POSITIVE_INFINITY;
    this.clock[LIMIT] = Number.POSITIVE_INFINITY;
  }

  get now(): number {
    return this.clock[NOW]!;
  }

  /** Number of events to come. */
  get size(): number {
    return this.slots.taken - this.#cancelled;
  }

  /** Inserts an event at `now + delay`, which must be finite and not before now; returns its slot. */
  put(delay: number, handler: number, argument: number): number {
    const clock = this.clock;
    const time = clock[NOW]! + delay;
    if (!(delay >= 0 && time < Number.POSITIVE_INFINITY)) throw invalidDelay(delay, clock[NOW]!);
    const slot = this.slots.take();
    const words = this.slots.words;
    words[slot + HANDLER] = handler;
    words[slot + ARGUMENT] = argument;
    clock[TIME] = time;
    this.#place(slot);
    return slot;
  }

  /** Takes the pending event in `slot` out; its slot is reclaimed later. */
  cancel(slot: number): void {
    this.slots.words[slot + HANDLER] = CANCELLED;
    if (++this.#cancelled >= this.#sweepAt) this.#sweep();
  }

  /**
   * Takes the next event not after `clock[LIMIT]` out, sets the clock to its time and returns its slot, already given back
   * (its handler and argument stay until the next `put`); NONE if there is none.
   */
  pop(): number {
    const clock = this.clock;
    const now = clock[NOW]!;
    for (;;) {
      const place = this.#count;
      const time = this.#times[place]!;
      if (time !== now && this.#ring.length > 0) {
        const slot = this.#popNow();
        if (slot === NONE || this.#reclaim(slot)) return slot;
      } else if (place > 0) {
        if (time > clock[LIMIT]!) return NONE;
        const slot = this.#popAt(place);
        if (this.#reclaim(slot)) {
          clock[NOW] = time;
          if (this.#ring.taken > 0) this.#ring.clear();
          return slot;
        }
      } else if (!this.#refill()) return NONE;
    }
  }

  /** Moves the clock on to `time`; no event may be due before. */
  advance(time: number): void {
    this.clock[NOW] = time;
  }

  /** Puts the event in `slot`, at `clock[TIME]`, in the front. */
  insert(slot: number): void {
    const time = this.clock[TIME]!;
    const times = this.#times;
    const circles = this.#circles;
    let place = this.#count;
    for (let at = times[place]!; at < time; at = times[--place]!) {
      times[place + 1] = at;
      circles[place + 1] = circles[place]!;
    }
    if (times[place] === time) {
      this.#join(place, slot);
      return;
    }
    times[place + 1] = time;
    circles[place + 1] = slot;
    if (++this.#count >= this.#crowd) this.#relieve();
  }

  #place(slot: number): void {
    const clock = this.clock;
    const time = clock[TIME]!;
    if (time === clock[NOW]) this.#ring.push(slot);
    else if (time <= clock[FLOOR]! || !this.#ladder.add(slot)) this.insert(slot);
  }

  #popNow(): number {
    if (this.clock[NOW]! > this.clock[LIMIT]!) return NONE;
    if (this.#ring.taken >= this.instantLimit) throw endless(this.instantLimit);
    return this.#ring.shift();
  }

  /** Takes the oldest event at the last place. */
  #popAt(place: number): number {
    const circle = this.#circles[place]!;
    if ((circle & 1) === 0) {
      this.#count = place - 1;
      return circle;
    }
    const words = this.slots.words;
    const oldest = oldestOf(words, circle);
    this.#circles[place] = withoutOldest(words, circle);
    return oldest;
  }

  /** Gives the slot of an event just taken out back; false if it had been cancelled. */
  #reclaim(slot: number): boolean {
    this.slots.give(slot);
    if (this.slots.words[slot + HANDLER] !== CANCELLED) return true;
    this.#cancelled--;
    return false;
  }

  /** Makes `slot` the newest at `place`, and undoes the shift of the places after it. */
  #join(place: number, slot: number): void {
    const gap = place + 2;
    this.#times.copyWithin(gap - 1, gap, this.#count + 2);
    this.#circles.copyWithin(gap - 1, gap, this.#count + 2);
    this.#circles[place] = join(this.slots.words, this.#circles[place]!, slot);
  }

  /** Fills the empty front from the ladder; false if that is empty too. */
  #refill(): boolean {
    this.#refilling = true;
    const filled = this.#ladder.refill(this);
    this.#refilling = false;
    this.#crowd = Math.max(MANY, 2 * this.#count);
    if (this.#crowd >= this.#times.length) this.#grow();
    this.clock[FLOOR] = this.clock[TOP] === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : this.#times[1]!;
    return filled;
  }

  /** The front has become too long: its later places go to the ladder, or more room is made. */
  #relieve(): void {
    const count = this.#count - STAY;
    const floor = this.clock[FLOOR]!;
    this.clock[FLOOR] = this.#times[count + 1]!;
    if (this.#refilling || !this.#ladder.open({ min: this.#times[count]!, max: this.#times[1]!, count })) {
      this.clock[FLOOR] = floor;
      this.#crowd *= 2;
      if (this.#crowd >= this.#times.length) this.#grow();
      return;
    }
    for (let place = 1; place <= count; place++) this.#spill(place);
    this.#times.copyWithin(1, count + 1, this.#count + 1);
    this.#circles.copyWithin(1, count + 1, this.#count + 1);
    this.#count = STAY;
    this.#crowd = MANY;
  }

  /** Gives the events at `place` to the ladder. */
  #spill(place: number): void {
    this.clock[TIME] = this.#times[place]!;
    forEachIn(this.slots.words, this.#circles[place]!, (slot) => this.#ladder.add(slot));
  }

  /** Reclaims the cancelled events, once they are as many as the others. */
  #sweep(): void {
    const { words } = this.slots;
    const live = (slot: number): boolean => words[slot + HANDLER] !== CANCELLED || this.#reclaim(slot);
    this.#ladder.sweep(live);
    let kept = 0;
    for (let place = 1; place <= this.#count; place++) {
      const circle = filtered(words, this.#circles[place]!, live);
      if (circle === NONE) continue;
      this.#times[++kept] = this.#times[place]!;
      this.#circles[kept] = circle;
    }
    this.#count = kept;
    this.#sweepAt = Math.max(1024, this.slots.taken);
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#crowd);
    const circles = new Int32Array(2 * this.#crowd);
    times.set(this.#times);
    circles.set(this.#circles);
    this.#times = times;
    this.#circles = circles;
  }
}

function invalidDelay(delay: number, now: number): SimulationError {
  return new SimulationError("invalid-delay", `a delay of ${delay} at time ${now}: it must be 0 or more, and finite`);
}

function endless(limit: number): SimulationError {
  return new SimulationError("instant-limit", `${limit} events at one instant: a loop that lets no time pass?`);
}
