import { ARGUMENT, CANCELLED, EventSlots, HANDLER } from "./event-slots.ts";

/**
 * Pending events in a binary heap, ordered by time and, at equal times, by insertion: the textbook structure with nothing
 * clever in it. The faster `EventQueue` must fire exactly as this one does, and is tested and timed against it.
 */
export class HeapQueue {
  readonly slots = new EventSlots();
  #now = 0.5;
  #times = new Float64Array(64);
  #sequences = new Float64Array(64);
  #bases = new Int32Array(64);
  #count = 0;
  #inserted = 0;

  constructor() {
    this.#now = 0;
  }

  get now(): number {
    return this.#now;
  }

  /** Number of events pending, cancelled ones not yet reclaimed included. */
  get size(): number {
    return this.slots.used;
  }

  /** Adds an event at `time >= now`; returns its slot. */
  push(time: number, handler: number, argument: number): number {
    const slots = this.slots;
    const base = slots.take();
    slots.words[base + HANDLER] = handler;
    slots.words[base + ARGUMENT] = argument;
    slots.times[base >> 1] = time;
    if (this.#count === this.#times.length) this.#grow();
    this.#up(this.#count++, time, this.#inserted++, base);
    return base;
  }

  /** Marks the pending event in slot `base` as not to be fired. */
  cancel(base: number): void {
    this.slots.words[base + HANDLER] = CANCELLED;
  }

  /** Removes the next event at or before `limit`, moves the clock to it, frees and returns its slot; -1 if there is none. */
  pop(limit: number): number {
    while (this.#count > 0) {
      const time = this.#times[0]!;
      const base = this.#bases[0]!;
      const dead = this.slots.words[base + HANDLER] === CANCELLED;
      if (!dead && time > limit) return -1;
      this.#removeFirst();
      this.slots.give(base);
      if (dead) continue;
      this.#now = time;
      return base;
    }
    return -1;
  }

  /** Moves the clock on to `time`, before which no event is pending. */
  advance(time: number): void {
    this.#now = time;
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
