import { CLOCK, ROW } from "./clock-words.ts";
import { SimulationError } from "./error.ts";
import { EVENT, type EventStorage, enlarged } from "./event-storage.ts";
import { Ladder, rowOf } from "./ladder.ts";
import { NowRing } from "./now-ring.ts";
import { SortedFront } from "./sorted-front.ts";

const { ARGUMENT, CANCELLED, GENERATION, HANDLER, NEXT, NONE, SIZE } = EVENT;
const { DELAY, FLOOR, INSTANT, LIMIT, NOW, TIME } = CLOCK;
const START = CLOCK.ROW + ROW.START;
const INVERSE = CLOCK.ROW + ROW.INVERSE;
const BUCKETS = CLOCK.ROW + ROW.SIZE;
const CURRENT = CLOCK.ROW + ROW.CURRENT;

/** Places in use at which the later ones are given to the ladder, and how many stay: few, for insertion moves half of them. */
const MANY = 12;
const STAY = 4;
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
  /** Those of the ladder's coarsest rung. */
  private newest = this.ladder.coarsest.newest;
  private occupied = this.ladder.coarsest.occupied;
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
   * negative, `invalid-argument` unless the argument is a 32-bit integer or undefined, which is 0.
   *
   * It is one long function so that V8 always compiles it as one. Of a shorter one it would inline as much as it has room for
   * into `schedule`, and then, depending on what it compiles first, not that into a model's handler: each delay that the
   * handler passes would have to be made an object.
   */
  put(handler: number, argument: number): number {
    const clock = this.clock;
    const time = clock[NOW]! + clock[DELAY]!;
    if (!(clock[DELAY]! >= 0 && time < FOREVER)) throw invalidDelay(clock[DELAY]!);
    if ((argument | 0) !== argument) throw invalidArgument(argument);
    const slot = this.free === NONE ? this.unused() : this.free;
    const words = this.words;
    this.free = words[slot + NEXT]!;
    words[slot + HANDLER] = handler;
    words[slot + ARGUMENT] = argument;
    const place = (time - clock[START]!) * clock[INVERSE]!;
    if (place >= clock[CURRENT]! && place < clock[BUCKETS]! && time > clock[NOW]!) {
      const bucket = place | 0;
      const newest = this.newest;
      this.times[slot >> 1] = time;
      words[slot + NEXT] = newest[bucket]!;
      newest[bucket] = slot;
      this.occupied[bucket >> 5]! |= 1 << bucket;
    } else if (time === clock[NOW]) {
      const ring = this.ring;
      if (ring.length === ring.slots.length) ring.grow();
      ring.slots[(ring.oldest + ring.length++) & (ring.slots.length - 1)] = slot;
    } else {
      clock[TIME] = time;
      if (time <= clock[FLOOR]! || !this.ladder.add(slot)) {
        const front = this.front;
        front.insert(slot);
        if (front.count >= this.crowd) this.relieve();
      }
    }
    return slot;
  }

  /** Inserts an event at this very instant, as `put` does for no delay; returns its slot. */
  putNow(handler: number, argument: number): number {
    const slot = this.free === NONE ? this.unused() : this.free;
    const words = this.words;
    this.free = words[slot + NEXT]!;
    words[slot + HANDLER] = handler;
    words[slot + ARGUMENT] = argument;
    this.ring.push(slot);
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
      let time = front.times[place]!;
      let slot: number;
      if (this.ring.length > 0 && time !== clock[NOW]) {
        time = clock[NOW]!;
        if (time > clock[LIMIT]!) return NONE;
        slot = this.shift();
      } else if (place > 0) {
        if (time > clock[LIMIT]!) return NONE;
        slot = front.circles[place]!;
        if ((slot & 1) === 0) front.count = place - 1;
        else slot = front.takeOldest();
      } else {
        slot = this.takeAlone();
        if (slot === NONE) {
          if (this.refill()) continue;
          return NONE;
        }
        time = this.times[slot >> 1]!;
        if (time > clock[LIMIT]!) {
          clock[TIME] = time;
          front.insert(slot);
          return NONE;
        }
      }
      const words = this.words;
      words[slot + GENERATION]!++;
      words[slot + NEXT] = this.free;
      this.free = slot;
      if (words[slot + HANDLER] !== CANCELLED) {
        clock[NOW] = time;
        return slot;
      }
      this.cancelled--;
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
    this.adopt();
    this.front.shrink();
  }

  /** Moves the clock on to `time`; no event may be due before. */
  advance(time: number): void {
    this.clock[NOW] = time;
  }

  /** Takes the oldest event of the ring. */
  private shift(): number {
    const clock = this.clock;
    const ring = this.ring;
    if (clock[NOW] !== clock[INSTANT]) {
      clock[INSTANT] = clock[NOW]!;
      ring.begin();
    }
    if (ring.taken >= this.instantLimit) throw endless(this.instantLimit);
    return ring.shift();
  }

  /** Takes the next event of the coarsest rung, its time in storage, if there is no finer one and it lies alone in its bucket. */
  private takeAlone(): number {
    if (this.ladder.depth > 0) return NONE;
    const { clock, newest, occupied } = this;
    let at = clock[CURRENT]! >> 5;
    while (occupied[at] === 0) at++;
    const word = occupied[at]!;
    const bucket = 32 * at + 31 - Math.clz32(word & -word);
    if (bucket === clock[BUCKETS]) return NONE;
    const slot = newest[bucket]!;
    if (this.words[slot + NEXT] !== NONE) return NONE;
    occupied[at] = word & (word - 1);
    clock[CURRENT] = bucket + 1;
    newest[bucket] = NONE;
    return slot;
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

  /** Gives back the slot of an event that had been cancelled. */
  private reclaim(slot: number): void {
    const words = this.words;
    words[slot + GENERATION]!++;
    words[slot + NEXT] = this.free;
    this.free = slot;
    this.cancelled--;
  }

  /** Fills the empty front from the ladder, if that has any events: else returns false. */
  private refill(): boolean {
    const { clock, front, ladder } = this;
    const filled = ladder.refill(front);
    clock[FLOOR] = clock[BUCKETS] === 0 ? FOREVER : -1;
    this.adopt();
    this.allow(Math.max(MANY, 2 * front.count));
    return filled;
  }

  /** The ladder's coarsest rung may have other arrays now. */
  private adopt(): void {
    this.newest = this.ladder.coarsest.newest;
    this.occupied = this.ladder.coarsest.occupied;
  }

  /** The front has become long: its later places go to the ladder, if that can tell them apart. */
  private relieve(): void {
    const { count, times } = this.front;
    const moved = count - STAY;
    const floor = times[moved + 1]!;
    if (this.ladder.open(rowOf({ min: times[moved]!, max: times[1]!, count: moved }))) {
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
    const live = (slot: number): boolean => {
      const isLive = this.words[slot + HANDLER] !== CANCELLED;
      if (!isLive) this.reclaim(slot);
      return isLive;
    };
    this.ladder.filter(live);
    this.front.filter(live);
    this.sweepAt = Math.max(1024, this.taken);
  }
}

/** The error for such a delay. */
export function invalidDelay(delay: number): SimulationError {
  return new SimulationError("invalid-delay", `a delay is 0 or more and finite, not ${delay}`);
}

function invalidArgument(argument: number): SimulationError {
  return new SimulationError("invalid-argument", `the argument of an event is a 32-bit integer, not ${argument}`);
}

function endless(limit: number): SimulationError {
  return new SimulationError("instant-limit", `${limit} events at one instant: a loop that lets no time pass?`);
}
