import { SimulationError } from "../base/simulation-error.ts";
import { isTied, isWithin, reversed } from "./bucket-list.ts";
import { Calendar } from "./calendar.ts";
import { EVENT, type EventStorage, enlarged } from "./event-storage.ts";
import { ImmediateQueue } from "./immediate-queue.ts";
import { CAPACITY, insertDigit, NearList, rankOf } from "./near-list.ts";
import { OverflowHeap } from "./overflow-heap.ts";
import { REG } from "./registers.ts";

const { ARGUMENT, CANCELLED, GENERATION, GENERATIONS, HANDLER, NEXT, NONE, SIZE, WOKEN } = EVENT;
const { DELAY, FLOOR, INSTANT, LIMIT, NOW, TIME, BUCKET_START, BUCKETS_PER_TIME, BUCKET_COUNT, NEXT_BUCKET } = REG;

/** Events that stay in a full near list when it makes room. */
const KEPT_WHEN_FULL = 4;
/** Words of storage that are not worth freeing. */
const LARGE = 4096 * SIZE;
const FOREVER = Number.POSITIVE_INFINITY;

/**
 * The future events, in parts by how soon they are due:
 *
 * - the immediate queue: events for this instant, first in, first out;
 * - the near list: the next few, sorted;
 * - the overflow heap: events too many for the near list and too close together for the calendar;
 * - the calendar: all later ones.
 *
 * Order is by time and, at equal times, by insertion. An event that was inserted for an instant before the clock
 * reached it comes before the events that the instant itself puts in the immediate queue.
 */
export class EventQueue implements EventStorage {
  words = new Int32Array(64 * SIZE);
  times = new Float64Array(this.words.buffer);
  readonly registers = new Float64Array(REG.SIZE);
  /** Most events that may be scheduled at one instant for that same instant; more are taken for an endless loop. */
  instantLimit = Number.MAX_SAFE_INTEGER;
  private readonly immediate = new ImmediateQueue();
  private readonly near = new NearList(this.registers);
  private readonly overflow = new OverflowHeap(this.registers);
  private readonly calendar = new Calendar(this, this.registers);
  private readonly buckets = this.calendar.buckets;
  private readonly onDue = (slot: number): void => this.enqueueDue(slot);
  /** The slot freed last, which links to the one freed before it. */
  private freeSlot: number = NONE;
  /** The first slot that has never been used; all later ones have not either. */
  private firstUnused = 0;
  /** Generation that a slot starts with. */
  private startGeneration = 0;
  /** Pending events, plus the cancelled ones whose slots are not free yet. */
  private held = 0;
  /** Cancelled events whose slots are not free yet. */
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

  /** Number of pending events. */
  get size(): number {
    return this.held - this.cancelled;
  }

  /**
   * Inserts an event at the current time plus the delay in REG.DELAY, and returns its slot. Throws `invalid-delay`
   * unless the delay is finite and not negative, `invalid-argument` unless the argument is a 32-bit integer.
   *
   * It is one long function so that V8 always compiles it on its own. V8 would inline a shorter one into `schedule`, as
   * far as its budget goes. Then, depending on what it compiles first, it might not inline `schedule` into a model's
   * handler, and would allocate an object for each delay that the handler passes.
   */
  put(handler: number, argument = 0): number {
    const registers = this.registers;
    const now = registers[NOW]!;
    const delay = registers[DELAY]!;
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
      const immediate = this.immediate;
      if (immediate.length === immediate.slots.length) immediate.grow();
      immediate.slots[(immediate.oldest + immediate.length++) & (immediate.slots.length - 1)] = slot;
      return slot;
    }
    const near = this.near;
    const times = near.times;
    const order = near.order;
    const last = order >>> 28;
    if (time < registers[FLOOR]! && times[last] === FOREVER) {
      near.order = insertDigit(order, rankOf(times, time));
      times[last] = time;
      near.slots[last] = slot;
      return slot;
    }
    const place = (time - registers[BUCKET_START]!) * registers[BUCKETS_PER_TIME]!;
    if (place >= registers[NEXT_BUCKET]! && place < registers[BUCKET_COUNT]!) {
      const buckets = this.buckets;
      const bucket = place | 0;
      const newest = buckets.newest;
      this.times[slot >> 1] = time;
      words[(slot + NEXT) | 0] = newest[bucket]!;
      newest[bucket] = slot;
      buckets.occupied[bucket >> 5]! |= 1 << bucket;
      return slot;
    }
    registers[TIME] = time;
    this.insertFar(slot);
    return slot;
  }

  /**
   * Inserts an event at this instant that resumes a process. It has no slot, since nobody can cancel it by a handle.
   */
  wake(process: number): void {
    this.held++;
    this.immediate.push(WOKEN - process);
  }

  /** Undoes `wake` for a process that has not been resumed yet. */
  unwake(process: number): void {
    this.immediate.remove(WOKEN - process);
    this.held--;
  }

  /** How often the slot has been freed, modulo 2^29. */
  generationOf(slot: number): number {
    return this.words[slot + GENERATION]! & GENERATIONS;
  }

  /** Cancels the pending event in `slot`; the slot is freed later. */
  cancel(slot: number): void {
    this.words[slot + HANDLER] = CANCELLED;
    if (++this.cancelled >= this.sweepAt) this.sweep();
  }

  /**
   * Takes the next event out, if it is not after the time in REG.LIMIT, and sets the clock to its time. Returns its
   * slot, or `WOKEN - index` for a process that wakes, or NONE. The slot is already free; its handler and argument stay
   * until the next `put`.
   */
  pop(): number {
    const registers = this.registers;
    const near = this.near;
    const { slots, times } = near;
    for (;;) {
      const order = near.order;
      const place = order & 7;
      let time = times[place]!;
      let slot: number;
      if (this.immediate.length > 0 && time !== registers[NOW]) {
        time = registers[NOW]!;
        if (time > registers[LIMIT]!) return NONE;
        slot = this.shiftImmediate();
        if (slot < 0) {
          this.held--;
          return slot;
        }
      } else if (time < FOREVER) {
        if (time > registers[LIMIT]!) return NONE;
        slot = slots[place]!;
        times[place] = FOREVER;
        near.order = (order >>> 4) | (place << 28);
      } else if (this.overflow.count > 0) {
        slot = this.popOverflow();
        if (slot === NONE) return NONE;
        time = registers[TIME]!;
      } else {
        slot = this.buckets.takeNext();
        if (slot === NONE) {
          if (this.calendar.refillBuckets(near, this.onDue)) continue;
          return NONE;
        }
        if (this.words[(slot + NEXT) | 0] !== NONE) {
          this.loadBucket(slot);
          continue;
        }
        time = this.times[slot >> 1]!;
        if (time > registers[LIMIT]!) {
          registers[TIME] = time;
          near.insert(slot);
          return NONE;
        }
      }
      const words = this.words;
      words[(slot + GENERATION) | 0]!++;
      words[(slot + NEXT) | 0] = this.freeSlot;
      this.freeSlot = slot;
      this.held--;
      if (words[(slot + HANDLER) | 0] !== CANCELLED) {
        registers[NOW] = time;
        return slot;
      }
      this.cancelled--;
    }
  }

  /** Whether storage is much larger than its events need. */
  get oversized(): boolean {
    return this.words.length > LARGE && this.held * SIZE * 8 < this.words.length;
  }

  /** Whether the immediate queue is empty: the events due now are all in the near list. */
  get immediateEmpty(): boolean {
    return this.immediate.length === 0;
  }

  /** Frees memory, except for `count` events. The queue must be empty. */
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

  /** Whether the slot has been used since the last `shrink`. */
  hasUsed(slot: number): boolean {
    return slot < this.firstUnused;
  }

  /**
   * Sets the clock of a refilled queue back to `time`. Its events at that time count as inserted before that instant.
   */
  restart(time: number): void {
    this.registers[NOW] = time;
    this.registers[INSTANT] = time;
    this.immediate.beginInstant();
  }

  /** Moves the clock on to `time`. No event may be due before. */
  advance(time: number): void {
    this.registers[NOW] = time;
  }

  /** Takes the oldest entry of the immediate queue. Throws `instant-limit`. */
  private shiftImmediate(): number {
    const registers = this.registers;
    const immediate = this.immediate;
    if (registers[NOW] !== registers[INSTANT]) {
      registers[INSTANT] = registers[NOW]!;
      immediate.beginInstant();
    }
    if (immediate.taken >= this.instantLimit) throw endlessInstant(this.instantLimit);
    return immediate.shift();
  }

  /** The first unused slot, linked as the last free one. */
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

  /** Frees the slot of a cancelled event. */
  private reclaim(slot: number): false {
    const words = this.words;
    words[slot + GENERATION]!++;
    words[slot + NEXT] = this.freeSlot;
    this.freeSlot = slot;
    this.held--;
    this.cancelled--;
    return false;
  }

  /**
   * Inserts the event in `slot`, at the time in REG.TIME, which must be later than now, into the part where it belongs.
   */
  private insertFar(slot: number): void {
    const { near, overflow, registers } = this;
    const time = registers[TIME]!;
    if (time >= registers[FLOOR]! && this.calendar.add(slot)) return;
    if (time >= overflow.firstTime) overflow.push(slot);
    else if (!near.full) near.insert(slot);
    else {
      this.spillNearList(time);
      registers[TIME] = time;
      if (near.full && this.buckets.count > 0) overflow.pushFirst(slot);
      else this.insertFar(slot);
    }
  }

  /**
   * Makes room in the full near list for an event at `time`. Moves the latest entries, with all that tie with them, to
   * the calendar or the overflow heap. Events due now stay: they fire before the immediate queue. If all are due now,
   * none moves, and only the floor does, so that the new event goes elsewhere.
   */
  private spillNearList(time: number): void {
    const { near, registers } = this;
    const { times } = near;
    let stay = KEPT_WHEN_FULL;
    while (stay < CAPACITY && times[near.placeOf(stay)] === registers[NOW]) stay++;
    const floor = stay < CAPACITY ? times[near.placeOf(stay)]! : time;
    while (stay > 0 && times[near.placeOf(stay - 1)] === floor) stay--;
    if (this.buckets.count === 0)
      for (let rank = stay; rank < CAPACITY; rank++) this.calendar.add(this.takeFromNear(rank));
    else for (let rank = CAPACITY - 1; rank >= stay; rank--) this.overflow.pushFirst(this.takeFromNear(rank));
    registers[FLOOR] = floor;
  }

  /**
   * Takes the event of this rank out of the near list. Returns its slot, and its time in REG.TIME. All later ones must
   * go too.
   */
  private takeFromNear(rank: number): number {
    const { slots, times } = this.near;
    const place = this.near.placeOf(rank);
    this.registers[TIME] = times[place]!;
    times[place] = FOREVER;
    return slots[place]!;
  }

  /**
   * Takes the earliest event out of the overflow heap. Returns its slot, and its time in REG.TIME; NONE if it is after
   * the limit. Moves its ties to the immediate queue, where they come before later insertions.
   */
  private popOverflow(): number {
    const { overflow, registers } = this;
    const time = overflow.firstTime;
    if (time > registers[LIMIT]!) return NONE;
    registers[TIME] = time;
    const slot = overflow.take();
    while (overflow.firstTime === time) this.enqueueDue(overflow.take());
    if (overflow.count > 0) registers[FLOOR] = overflow.firstTime;
    else this.buckets.writeFloor();
    return slot;
  }

  /**
   * Moves a bucket to the near list; if it is too long, to the immediate queue (all tied and due) or the overflow heap.
   */
  private loadBucket(newest: number): void {
    const { near, overflow, registers, times, words } = this;
    const short = isWithin(CAPACITY, words, newest);
    const due = !short && times[newest >> 1]! <= registers[LIMIT]! && isTied(this, newest);
    for (let slot = reversed(words, newest); slot !== NONE; ) {
      const newer = words[slot + NEXT]!;
      registers[TIME] = times[slot >> 1]!;
      if (short) near.insert(slot);
      else if (due) this.enqueueDue(slot);
      else overflow.push(slot);
      slot = newer;
    }
    if (overflow.count > 0) registers[FLOOR] = overflow.firstTime;
  }

  /**
   * Moves the clock to the time in REG.TIME and puts the event in `slot` in the immediate queue, unless it was
   * cancelled. The instant limit does not count it: it was inserted before this instant.
   */
  private enqueueDue(slot: number): void {
    const { immediate, registers } = this;
    if (this.words[slot + HANDLER] === CANCELLED) {
      this.reclaim(slot);
      return;
    }
    if (registers[NOW] !== registers[TIME]) {
      registers[NOW] = registers[TIME]!;
      registers[INSTANT] = registers[TIME]!;
      immediate.beginInstant();
    }
    immediate.push(slot);
    immediate.taken--;
  }

  /**
   * Frees the slots of cancelled events. Due once they are as many as the events that the last sweep left, and 1024.
   */
  private sweep(): void {
    const live = (slot: number): boolean => this.words[slot + HANDLER] !== CANCELLED || this.reclaim(slot);
    this.calendar.filter(live);
    this.overflow.filter(live);
    this.sweepAt = Math.max(1024, this.held);
  }
}

/** The error for a delay that is negative, infinite or NaN. */
export function invalidDelay(delay: number): SimulationError {
  return new SimulationError("invalid-delay", `a delay is 0 or more and finite, not ${delay}`);
}

function invalidArgument(argument: number): SimulationError {
  return new SimulationError("invalid-argument", `the argument of an event is a 32-bit integer, not ${argument}`);
}

function endlessInstant(limit: number): SimulationError {
  return new SimulationError("instant-limit", `${limit} events at one instant: a loop that lets no time pass?`);
}
