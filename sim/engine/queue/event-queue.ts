import { SimulationError } from "../base/simulation-error.ts";
import { isTied, isWithin, reversed } from "./bucket-list.ts";
import { Calendar } from "./calendar.ts";
import { EVENT, type EventStorage, enlarged } from "./event-storage.ts";
import { ImmediateQueue } from "./immediate-queue.ts";
import { CAPACITY, insertDigit, NearList, rankOf } from "./near-list.ts";
import { OverflowHeap } from "./overflow-heap.ts";
import { REG, ROW } from "./registers.ts";

const { ARGUMENT, CANCELLED, GENERATION, GENERATIONS, HANDLER, NEXT, NONE, SIZE, WOKEN } = EVENT;
const { DELAY, FLOOR, INSTANT, LIMIT, NOW, TIME } = REG;
const START = REG.ROW + ROW.START;
const INVERSE = REG.ROW + ROW.INVERSE;
const BUCKETS = REG.ROW + ROW.SIZE;
const CURRENT = REG.ROW + ROW.CURRENT;

/** Events that stay when the front is full. */
const KEPT_WHEN_FULL = 4;
/** Words of storage from which on it may be given back. */
const LARGE = 4096 * SIZE;
const FOREVER = Number.POSITIVE_INFINITY;

/**
 * The future events, in parts by how soon they are due: those for this very instant wait in a ring, the next few are sorted in
 * the front, and all later ones lie in a calendar, but for those that are too many for the front and too close together for
 * the calendar: they are a crowd, between the two. Order is by time and, at equal times, by insertion: what was inserted for
 * an instant before the clock reached it comes before what was put in the ring at that instant.
 */
export class EventQueue implements EventStorage {
  words = new Int32Array(64 * SIZE);
  times = new Float64Array(this.words.buffer);
  readonly registers = new Float64Array(REG.SIZE);
  /** Events scheduled for the instant at which they were scheduled, above which it is an endless loop. */
  instantLimit = Number.MAX_SAFE_INTEGER;
  private readonly immediate = new ImmediateQueue();
  private readonly near = new NearList(this.registers);
  private readonly overflow = new OverflowHeap(this.registers);
  private readonly calendar = new Calendar(this, this.registers);
  private readonly buckets = this.calendar.buckets;
  private readonly onDue = (slot: number): void => this.enqueueDue(slot);
  /** The slot freed last, which links to the one freed before it; and the first that has never been used. */
  private freeSlot: number = NONE;
  private firstUnused = 0;
  /** Generation of slots that have never been used. */
  private startGeneration = 0;
  /** Events that were not taken out, those included that were cancelled and not reclaimed yet; and how many these are. */
  private held = 0;
  private cancelled = 0;
  private sweepAt = 1024;

  constructor() {
    this.registers[FLOOR] = FOREVER;
    this.registers[LIMIT] = FOREVER;
    this.registers[INSTANT] = -1;
  }

  get now(): number {
    return this.registers[NOW]!;
  }

  /** Number of events to come. */
  get size(): number {
    return this.held - this.cancelled;
  }

  /**
   * Inserts an event at `now + clock[DELAY]` and returns its slot. Throws `invalid-delay` unless the delay is finite and not
   * negative, `invalid-argument` unless the argument is a 32-bit integer.
   *
   * It is one long function so that V8 always compiles it as one. Of a shorter one it would inline as much as it has room for
   * into `schedule`, and then, depending on what it compiles first, not that into a model's handler: each delay that the
   * handler passes would have to be made an object.
   */
  put(handler: number, argument = 0): number {
    const clock = this.registers;
    const now = clock[NOW]!;
    const delay = clock[DELAY]!;
    const time = now + delay;
    if (!(delay >= 0 && time < FOREVER)) throw invalidDelay(delay);
    if ((argument | 0) !== argument) throw invalidArgument(argument);
    const slot = this.freeSlot === NONE ? this.unusedSlot() : this.freeSlot;
    const words = this.words;
    this.freeSlot = words[(slot + NEXT) | 0]!;
    this.held++;
    words[(slot + HANDLER) | 0] = handler | 0;
    words[(slot + ARGUMENT) | 0] = argument;
    if (time === now) {
      const ring = this.immediate;
      if (ring.length === ring.slots.length) ring.grow();
      ring.slots[(ring.oldest + ring.length++) & (ring.slots.length - 1)] = slot;
      return slot;
    }
    const front = this.near;
    const times = front.times;
    const order = front.order;
    const last = order >>> 28;
    if (time < clock[FLOOR]! && times[last] === FOREVER) {
      front.order = insertDigit(order, rankOf(times, time));
      times[last] = time;
      front.slots[last] = slot;
      return slot;
    }
    const place = (time - clock[START]!) * clock[INVERSE]!;
    if (place >= clock[CURRENT]! && place < clock[BUCKETS]!) {
      const buckets = this.buckets;
      const bucket = place | 0;
      const newest = buckets.newest;
      this.times[slot >> 1] = time;
      words[(slot + NEXT) | 0] = newest[bucket]!;
      newest[bucket] = slot;
      buckets.occupied[bucket >> 5]! |= 1 << bucket;
      return slot;
    }
    clock[TIME] = time;
    this.insertFar(slot);
    return slot;
  }

  /** Inserts an event at this very instant that resumes a process. It cannot be cancelled, and so it needs no slot. */
  wake(process: number): void {
    this.held++;
    this.immediate.push(WOKEN - process);
  }

  /** Takes the event back that would have resumed a process at this very instant. */
  unwake(process: number): void {
    this.immediate.remove(WOKEN - process);
    this.held--;
  }

  /** How often the slot has been given back, modulo 2^29. */
  generationOf(slot: number): number {
    return this.words[slot + GENERATION]! & GENERATIONS;
  }

  /** Takes the pending event in `slot` out; its slot is reclaimed later. */
  cancel(slot: number): void {
    this.words[slot + HANDLER] = CANCELLED;
    if (++this.cancelled >= this.sweepAt) this.sweep();
  }

  /**
   * Takes the next event not after `clock[LIMIT]` out, sets the clock to its time and returns its slot, already given back
   * (its handler and argument stay until the next `put`); NONE if there is none; `WOKEN` less the process that is woken.
   */
  pop(): number {
    const clock = this.registers;
    const front = this.near;
    const { slots, times } = front;
    for (;;) {
      const order = front.order;
      const place = order & 7;
      let time = times[place]!;
      let slot: number;
      if (this.immediate.length > 0 && time !== clock[NOW]) {
        time = clock[NOW]!;
        if (time > clock[LIMIT]!) return NONE;
        slot = this.shiftImmediate();
        if (slot < 0) {
          this.held--;
          return slot;
        }
      } else if (time < FOREVER) {
        if (time > clock[LIMIT]!) return NONE;
        slot = slots[place]!;
        times[place] = FOREVER;
        front.order = (order >>> 4) | (place << 28);
      } else if (this.overflow.count > 0) {
        slot = this.popOverflow();
        if (slot === NONE) return NONE;
        time = clock[TIME]!;
      } else {
        slot = this.buckets.takeNext();
        if (slot === NONE) {
          if (this.calendar.refillBuckets(front, this.onDue)) continue;
          return NONE;
        }
        if (this.words[(slot + NEXT) | 0] !== NONE) {
          this.loadBucket(slot);
          continue;
        }
        time = this.times[slot >> 1]!;
        if (time > clock[LIMIT]!) {
          clock[TIME] = time;
          front.insert(slot);
          return NONE;
        }
      }
      const words = this.words;
      words[(slot + GENERATION) | 0]!++;
      words[(slot + NEXT) | 0] = this.freeSlot;
      this.freeSlot = slot;
      this.held--;
      if (words[(slot + HANDLER) | 0] !== CANCELLED) {
        clock[NOW] = time;
        return slot;
      }
      this.cancelled--;
    }
  }

  /** Whether there is much more room than events. */
  get oversized(): boolean {
    return this.words.length > LARGE && this.held * SIZE * 8 < this.words.length;
  }

  /** Whether no event waits in the ring: all that are due now are in the front. */
  get immediateEmpty(): boolean {
    return this.immediate.length === 0;
  }

  /** Of an empty queue: gives room back, but for `count` events. */
  shrink(count: number): void {
    for (let slot = 0; slot < this.firstUnused; slot += SIZE) {
      this.startGeneration = Math.max(this.startGeneration, this.words[slot + GENERATION]!);
    }
    let room = LARGE;
    while (room < count * SIZE) room *= 2;
    this.words = new Int32Array(room);
    this.times = new Float64Array(this.words.buffer);
    this.freeSlot = NONE;
    this.firstUnused = 0;
    this.overflow.shrink();
    this.calendar.shrink();
  }

  /** Whether the slot has ever been used since room was last given back. */
  hasUsed(slot: number): boolean {
    return slot < this.firstUnused;
  }

  /** Of a queue that was filled anew: the clock stands at `time` again, and what is due then was so before the clock came there. */
  restart(time: number): void {
    this.registers[NOW] = time;
    this.registers[INSTANT] = time;
    this.immediate.beginInstant();
  }

  /** Moves the clock on to `time`; no event may be due before. */
  advance(time: number): void {
    this.registers[NOW] = time;
  }

  /** Takes the oldest event of the ring. */
  private shiftImmediate(): number {
    const clock = this.registers;
    const ring = this.immediate;
    if (clock[NOW] !== clock[INSTANT]) {
      clock[INSTANT] = clock[NOW]!;
      ring.beginInstant();
    }
    if (ring.taken >= this.instantLimit) throw endlessInstant(this.instantLimit);
    return ring.shift();
  }

  /** A slot that has not been used before, linked as the last free one. */
  private unusedSlot(): number {
    const slot = this.firstUnused;
    if (slot === this.words.length) {
      this.words = enlarged(this.words);
      this.times = new Float64Array(this.words.buffer);
    }
    this.words[slot + NEXT] = NONE;
    this.words[slot + GENERATION] = this.startGeneration;
    this.firstUnused = slot + SIZE;
    return slot;
  }

  /** Gives back the slot of an event that had been cancelled: it is no event any more. */
  private reclaim(slot: number): false {
    const words = this.words;
    words[slot + GENERATION]!++;
    words[slot + NEXT] = this.freeSlot;
    this.freeSlot = slot;
    this.held--;
    this.cancelled--;
    return false;
  }

  /** Puts the event in `slot`, at `clock[TIME]`, a time to come, where it belongs. */
  private insertFar(slot: number): void {
    const { registers: clock, overflow: crowd, near: front } = this;
    const time = clock[TIME]!;
    if (time >= clock[FLOOR]! && this.calendar.add(slot)) return;
    if (time >= crowd.firstTime) crowd.push(slot);
    else if (!front.full) front.insert(slot);
    else {
      this.spillNearList(time);
      clock[TIME] = time;
      if (front.full && this.buckets.size > 0) crowd.pushFirst(slot);
      else this.insertFar(slot);
    }
  }

  /**
   * The front is full, and an event at `time` belongs there: its later events, and those at the same time as one of them, go
   * where they may be many. Those due now stay, since the ring comes after them; if that is all, only the new one must go.
   */
  private spillNearList(time: number): void {
    const { registers: clock, near: front } = this;
    const { times } = front;
    let stay = KEPT_WHEN_FULL;
    while (stay < CAPACITY && times[front.placeOf(stay)] === clock[NOW]) stay++;
    const floor = stay < CAPACITY ? times[front.placeOf(stay)]! : time;
    while (stay > 0 && times[front.placeOf(stay - 1)] === floor) stay--;
    if (this.buckets.size === 0)
      for (let rank = stay; rank < CAPACITY; rank++) this.calendar.add(this.takeFromNear(rank));
    else for (let rank = CAPACITY - 1; rank >= stay; rank--) this.overflow.pushFirst(this.takeFromNear(rank));
    clock[FLOOR] = floor;
  }

  /** Takes the event of this rank out of the front, as all later ones are; returns its slot, its time in `clock[TIME]`. */
  private takeFromNear(rank: number): number {
    const { slots, times } = this.near;
    const place = this.near.placeOf(rank);
    this.registers[TIME] = times[place]!;
    times[place] = FOREVER;
    return slots[place]!;
  }

  /**
   * Takes the crowd's earliest event out: returns its slot, its time in `clock[TIME]`; NONE if it is not due before the limit.
   * Others at that time come before whatever will be put in the ring.
   */
  private popOverflow(): number {
    const { registers: clock, overflow: crowd } = this;
    const time = crowd.firstTime;
    if (time > clock[LIMIT]!) return NONE;
    clock[TIME] = time;
    const slot = crowd.take();
    while (crowd.firstTime === time) this.enqueueDue(crowd.take());
    if (crowd.count > 0) clock[FLOOR] = crowd.firstTime;
    else this.buckets.writeFloor();
    return slot;
  }

  /** Brings the list of which `newest` is the newest event into the front, if it fits; if it does not, into ring or crowd. */
  private loadBucket(newest: number): void {
    const { registers: clock, overflow: crowd, near: front, words, times } = this;
    const short = isWithin(CAPACITY, words, newest);
    const due = !short && times[newest >> 1]! <= clock[LIMIT]! && isTied(this, newest);
    for (let slot = reversed(words, newest); slot !== NONE; ) {
      const newer = words[slot + NEXT]!;
      clock[TIME] = times[slot >> 1]!;
      if (short) front.insert(slot);
      else if (due) this.enqueueDue(slot);
      else crowd.push(slot);
      slot = newer;
    }
    if (crowd.count > 0) clock[FLOOR] = crowd.firstTime;
  }

  /** Puts the event in `slot`, unless it was cancelled, in the ring as one that was due before the clock came to `clock[TIME]`, where it is now. */
  private enqueueDue(slot: number): void {
    const { registers: clock, immediate: ring } = this;
    if (this.words[slot + HANDLER] === CANCELLED) {
      this.reclaim(slot);
      return;
    }
    if (clock[NOW] !== clock[TIME]) {
      clock[NOW] = clock[TIME]!;
      clock[INSTANT] = clock[TIME]!;
      ring.beginInstant();
    }
    ring.push(slot);
    ring.taken--;
  }

  /** Reclaims the cancelled events, once they are as many as the others. */
  private sweep(): void {
    const live = (slot: number): boolean => this.words[slot + HANDLER] !== CANCELLED || this.reclaim(slot);
    this.calendar.filter(live);
    this.overflow.filter(live);
    this.sweepAt = Math.max(1024, this.held);
  }
}

/** The error for such a delay. */
export function invalidDelay(delay: number): SimulationError {
  return new SimulationError("invalid-delay", `a delay is 0 or more and finite, not ${delay}`);
}

function invalidArgument(argument: number): SimulationError {
  return new SimulationError("invalid-argument", `the argument of an event is a 32-bit integer, not ${argument}`);
}

function endlessInstant(limit: number): SimulationError {
  return new SimulationError("instant-limit", `${limit} events at one instant: a loop that lets no time pass?`);
}
