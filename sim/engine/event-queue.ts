import { CLOCK } from "./clock-words.ts";
import { SimulationError } from "./error.ts";
import { EVENT, type EventStorage, enlarged } from "./event-storage.ts";
import { Ladder } from "./ladder.ts";
import { NowRing } from "./now-ring.ts";
import { SortedFront } from "./sorted-front.ts";

const { ARGUMENT, CANCELLED, GENERATION, HANDLER, NEXT, NONE, SIZE } = EVENT;
const { DELAY, FLOOR, INSTANT, LIMIT, NOW, TIME, TOP } = CLOCK;

/** Places in use at which the later ones are given to the ladder, and how many stay. */
const MANY = 40;
const STAY = 16;
/** Words of storage from which on it may be given back. */
const LARGE = 4096 * SIZE;
const FOREVER = Number.POSITIVE_INFINITY;

/**
 * The future events, in three parts by how soon they are due: those for this very instant wait in a ring, the next ones are sorted
 * in the front, and all later ones lie in a ladder. Order is by time and, at equal times, by insertion: what was inserted for
 * an instant before the clock reached it comes before the ring.
 */
export class EventQueue implements EventStorage {
  words = new Int32Array(64 * SIZE);
  times = new Float64Array(this.words.buffer);
  readonly clock = new Float64Array(CLOCK.SIZE);
  /** Events scheduled for the instant at which they were scheduled, above which it is an endless loop. */
  instantLimit = Number.MAX_SAFE_INTEGER;
  private readonly ladder = new Ladder(this, this.clock);
  private readonly ring = new NowRing();
  private readonly front = new SortedFront(this, this.clock);
  private crowd = MANY;
  /** The slot freed last, which links to the one freed before it; and the first that has never been used. */
  private free: number = NONE;
  private fresh = 0;
  /** Generation of slots that have never been used. */
  private generation = 0;
  private cancelled = 0;
  private sweepAt = 1024;

  constructor() {
    this.clock[FLOOR] = FOREVER;
    this.clock[LIMIT] = FOREVER;
    this.clock[INSTANT] = -1;
  }

  get now(): number {
    return this.clock[NOW]!;
  }

  /** Number of events to come. */
  get size(): number {
    return this.taken - this.cancelled;
  }

  /**
   * Inserts an event at `now + clock[DELAY]` and returns its slot. Throws `invalid-delay` unless the delay is finite and not
   * negative, `invalid-argument` unless the argument is a 32-bit integer.
   */
  put(handler: number, argument: number): number {
    const clock = this.clock;
    const time = clock[NOW]! + clock[DELAY]!;
    if (!(clock[DELAY]! >= 0 && time < FOREVER)) throw invalidDelay(clock);
    if ((argument | 0) !== argument) throw invalidArgument(argument);
    clock[TIME] = time;
    return this.place(handler, argument);
  }

  /**
   * Inserts an event at this very instant, as `put` does for no delay; returns its slot. How a slot is filled is written out
   * here and in `place`: as a function of its own it would be one more for V8 to leave out when it inlines `put`.
   */
  putNow(handler: number, argument: number): number {
    const slot = this.free === NONE ? this.unused() : this.free;
    const words = this.words;
    this.free = words[slot + NEXT]!;
    words[slot + HANDLER] = handler;
    words[slot + ARGUMENT] = argument;
    this.ring.push(slot);
    return slot;
  }

  /** Inserts an event at `clock[TIME]`, not before now; returns its slot. */
  place(handler: number, argument: number): number {
    const clock = this.clock;
    const slot = this.free === NONE ? this.unused() : this.free;
    const words = this.words;
    this.free = words[slot + NEXT]!;
    words[slot + HANDLER] = handler;
    words[slot + ARGUMENT] = argument;
    if (clock[TIME] === clock[NOW]) this.ring.push(slot);
    else if (clock[TIME]! <= clock[FLOOR]! || !this.ladder.add(slot)) {
      const front = this.front;
      front.insert(slot);
      if (front.count >= this.crowd) this.relieve();
    }
    return slot;
  }

  /** Takes the pending event in `slot` out; its slot is reclaimed later. */
  cancel(slot: number): void {
    this.words[slot + HANDLER] = CANCELLED;
    if (++this.cancelled >= this.sweepAt) this.sweep();
  }

  /**
   * Takes the next event not after `clock[LIMIT]` out, sets the clock to its time and returns its slot, already given back
   * (its handler and argument stay until the next `put`); NONE if there is none.
   */
  pop(): number {
    const clock = this.clock;
    const front = this.front;
    for (;;) {
      const place = front.count;
      const time = front.times[place]!;
      if (this.ring.length > 0 && time !== clock[NOW]) return this.popNow();
      if (place === 0) {
        if (this.refill()) continue;
        return NONE;
      }
      if (time > clock[LIMIT]!) return NONE;
      let slot = front.circles[place]!;
      if ((slot & 1) === 0) front.count = place - 1;
      else slot = front.takeOldest();
      if (this.reclaim(slot)) {
        clock[NOW] = time;
        return slot;
      }
    }
  }

  /** Whether there is much more room than events. */
  get roomy(): boolean {
    return this.words.length > LARGE && this.taken * SIZE * 8 < this.words.length;
  }

  /** Of an empty queue: gives room back, but for `count` events. */
  shrink(count: number): void {
    for (let slot = 0; slot < this.fresh; slot += SIZE) {
      this.generation = Math.max(this.generation, this.words[slot + GENERATION]!);
    }
    let room = LARGE;
    while (room < count * SIZE) room *= 2;
    this.words = new Int32Array(room);
    this.times = new Float64Array(this.words.buffer);
    this.free = NONE;
    this.fresh = 0;
    this.ladder.shrink();
    this.front.shrink();
  }

  /** Moves the clock on to `time`; no event may be due before. */
  advance(time: number): void {
    this.clock[NOW] = time;
  }

  private popNow(): number {
    const clock = this.clock;
    const ring = this.ring;
    if (clock[NOW]! > clock[LIMIT]!) return NONE;
    if (clock[NOW] !== clock[INSTANT]) {
      clock[INSTANT] = clock[NOW]!;
      ring.begin();
    }
    if (ring.taken >= this.instantLimit) throw endless(this.instantLimit);
    const slot = ring.shift();
    return this.reclaim(slot) ? slot : this.pop();
  }

  /** Gives the slot of an event just taken out back, which voids all handles to it; false if it had been cancelled. */
  private reclaim(slot: number): boolean {
    const words = this.words;
    words[slot + GENERATION]!++;
    words[slot + NEXT] = this.free;
    this.free = slot;
    if (words[slot + HANDLER] !== CANCELLED) return true;
    this.cancelled--;
    return false;
  }

  /** A slot that has not been used before, linked as the last free one. */
  private unused(): number {
    const slot = this.fresh;
    if (slot === this.words.length) {
      this.words = enlarged(this.words);
      this.times = new Float64Array(this.words.buffer);
    }
    this.words[slot + NEXT] = NONE;
    this.words[slot + GENERATION] = this.generation;
    this.fresh = slot + SIZE;
    return slot;
  }

  private get taken(): number {
    let taken = this.fresh / SIZE;
    for (let slot = this.free; slot !== NONE; slot = this.words[slot + NEXT]!) taken--;
    return taken;
  }

  /** Fills the empty front from the ladder; false if that is empty too. */
  private refill(): boolean {
    const filled = this.ladder.refill(this.front);
    const all = this.clock[TOP] === FOREVER;
    this.clock[FLOOR] = all ? FOREVER : this.front.times[1]!;
    this.allow(Math.max(MANY, 2 * this.front.count));
    return filled;
  }

  /** The front has become long: its later places go to the ladder, if that can tell them apart. */
  private relieve(): void {
    const { count, times } = this.front;
    const moved = count - STAY;
    const floor = times[moved + 1]!;
    if (this.ladder.open({ min: times[moved]!, max: times[1]!, count: moved }, floor)) {
      this.clock[FLOOR] = floor;
      this.front.drop(moved, (slot) => this.ladder.add(slot));
      this.crowd = MANY;
    } else this.allow(2 * count);
  }

  private allow(places: number): void {
    this.crowd = places;
    this.front.reserve(places);
  }

  /** Reclaims the cancelled events, once they are as many as the others. */
  private sweep(): void {
    const live = (slot: number): boolean => this.words[slot + HANDLER] !== CANCELLED || this.reclaim(slot);
    this.ladder.filter(live);
    this.front.filter(live);
    this.sweepAt = Math.max(1024, this.taken);
  }
}

function invalidDelay(clock: Float64Array): SimulationError {
  return new SimulationError("invalid-delay", `a delay is 0 or more and finite, not ${clock[DELAY]}`);
}

function invalidArgument(argument: number): SimulationError {
  return new SimulationError("invalid-argument", `the argument of an event is a 32-bit integer, not ${argument}`);
}

function endless(limit: number): SimulationError {
  return new SimulationError("instant-limit", `${limit} events at one instant: a loop that lets no time pass?`);
}
