import { CLOCK } from "./clock-words.ts";
import { EVENT, EventSlots } from "./event-slots.ts";

const { ARGUMENT, CANCELLED, HANDLER, NONE } = EVENT;
const { LIMIT, NOW } = CLOCK;

/**
 * Future events in a binary heap, ordered by time and, at equal times, by insertion: the textbook structure, with nothing
 * clever in it. The faster `EventQueue` must fire exactly as this one does, and is tested and timed against it.
 */
export class HeapQueue {
  readonly slots = new EventSlots();
  readonly clock = new Float64Array(CLOCK.SIZE);
  #times = new Float64Array(64);
  #sequences = new Float64Array(64);
  #bases = new Int32Array(64);
  #count = 0;
  #inserted = 0;
  #cancelled = 0;

  constructor() {
    this.clock[LIMIT] = Number.POSITIVE_INFINITY;
  }

  /** Number of events to come. */
  get size(): number {
    return this.slots.taken - this.#cancelled;
  }

  /** Inserts an event at `now + delay`; returns its slot. */
  put(delay: number, handler: number, argument: number): number {
    const slots = this.slots;
    const slot = slots.take();
    slots.words[slot + HANDLER] = handler;
    slots.words[slot + ARGUMENT] = argument;
    if (this.#count === this.#times.length) this.#grow();
    this.#up(this.#count++, this.clock[NOW]! + delay, this.#inserted++, slot);
    return slot;
  }

  /** Takes the pending event in `slot` out; its slot is reclaimed later. */
  cancel(slot: number): void {
    this.slots.words[slot + HANDLER] = CANCELLED;
    this.#cancelled++;
  }

  /** Takes the next event not after `clock[LIMIT]` out, sets the clock and returns its slot, given back; NONE without. */
  pop(): number {
    while (this.#count > 0) {
      const time = this.#times[0]!;
      const slot = this.#bases[0]!;
      if (time > this.clock[LIMIT]!) return NONE;
      this.#removeFirst();
      this.slots.give(slot);
      if (this.slots.words[slot + HANDLER] === CANCELLED) this.#cancelled--;
      else {
        this.clock[NOW] = time;
        return slot;
      }
    }
    return NONE;
  }

  #removeFirst(): void {
    const last = --this.#count;
    if (last > 0) this.#down(this.#times[last]!, this.#sequences[last]!, this.#bases[last]!);
  }

  #up(hole: number, time: number, sequence: number, base: number): void {
    const times = this.#times;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent]! <= time) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#put(hole, time, sequence, base);
  }

  #down(time: number, sequence: number, base: number): void {
    const count = this.#count;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= count) break;
      if (child + 1 < count && this.#before(child + 1, this.#times[child]!, this.#sequences[child]!)) child++;
      if (!this.#before(child, time, sequence)) break;
      this.#move(child, hole);
      hole = child;
    }
    this.#put(hole, time, sequence, base);
  }

  #before(index: number, time: number, sequence: number): boolean {
    const own = this.#times[index]!;
    return own < time || (own === time && this.#sequences[index]! < sequence);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from]!, this.#sequences[from]!, this.#bases[from]!);
  }

  #put(index: number, time: number, sequence: number, base: number): void {
    this.#times[index] = time;
    this.#sequences[index] = sequence;
    this.#bases[index] = base;
  }

  #grow(): void {
    const copy = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = this.#times.length * 2;
    this.#times = copy(this.#times, new Float64Array(length));
    this.#sequences = copy(this.#sequences, new Float64Array(length));
    this.#bases = copy(this.#bases, new Int32Array(length));
  }
}
