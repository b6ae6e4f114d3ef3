import { SimulationError } from "./error.ts";

/**
 * Where the fields of an event lie, in 32-bit words from its slot; words 0 and 1 are the bits of its time. A file that uses
 * them on the hot path copies them into constants of its own: V8 folds those, and loads an imported one at each use.
 */
export const EVENT = Object.freeze({
  HANDLER: 2,
  ARGUMENT: 3,
  NEXT: 4,
  GENERATION: 5,
  /** Words in a slot: 32 bytes, half a cache line. */
  SIZE: 8,
  /** Handler of a cancelled event, whose slot is reclaimed when the queue comes across it. */
  CANCELLED: -1,
  /** The slot that is none. */
  NONE: -1,
} as const);

const { NEXT, GENERATION, SIZE, NONE } = EVENT;
const MOST = 0x1000000;
const FEWEST = 64;

/**
 * Storage of pending events: one buffer seen as doubles and as integers, so that an event is 32 adjacent bytes and no
 * object. A slot is the index of the event's first word; its time is at `slot >> 1` in `times`. Slots freed last are reused
 * first: the next event is written where the last was read, in the cache.
 */
export class EventSlots {
  declare words: Int32Array;
  declare times: Float64Array;
  #free: number = NONE;
  #fresh = 0;
  #firstGeneration = 0;

  constructor() {
    const buffer = new ArrayBuffer(FEWEST * SIZE * 4);
    this.words = new Int32Array(buffer);
    this.times = new Float64Array(buffer);
  }

  /** Takes a slot, in which all but the generation is to be written. */
  take(): number {
    const slot = this.#free;
    if (slot === NONE) return this.#takeFresh();
    this.#free = this.words[slot + NEXT]!;
    return slot;
  }

  /** Gives a slot back: handles to the event it held are void, but handler and argument stay until the next `take`. */
  give(slot: number): void {
    const words = this.words;
    words[slot + GENERATION] = (words[slot + GENERATION]! + 1) & 0x1fffffff;
    words[slot + NEXT] = this.#free;
    this.#free = slot;
  }

  /** Number of slots taken; found by walking the free ones. */
  get taken(): number {
    let taken = this.#fresh / SIZE;
    for (let slot = this.#free; slot !== NONE; slot = this.words[slot + NEXT]!) taken--;
    return taken;
  }

  #takeFresh(): number {
    const slot = this.#fresh;
    if (slot === this.words.length) {
      if (slot === MOST * SIZE) throw new SimulationError("invalid-argument", "more than 2^24 pending events");
      this.#resize(slot * 2);
    }
    this.words[slot + GENERATION] = this.#firstGeneration;
    this.#fresh = slot + SIZE;
    return slot;
  }

  #resize(length: number): void {
    const words = new Int32Array(length);
    words.set(this.words.subarray(0, length));
    this.words = words;
    this.times = new Float64Array(words.buffer);
  }
}
