import { SimulationError } from "../base/simulation-error.ts";

/**
 * Offsets of an event's fields, in 32-bit words from its slot. Words 0 and 1 hold its time. A hot file copies these
 * into its own constants: V8 folds those, but loads an imported constant at each use.
 */
export const EVENT = Object.freeze({
  HANDLER: 2,
  ARGUMENT: 3,
  /** The next slot in a list: of free slots, or of a bucket. */
  NEXT: 4,
  /** How often the slot has been freed. */
  GENERATION: 5,
  /** Mask of the generation's bits in use. */
  GENERATIONS: 0x1fffffff,
  /** Words per slot: 32 bytes, half a cache line. */
  SIZE: 8,
  /** Handler of a cancelled event. The queue frees the slot when it comes across it. */
  CANCELLED: -1,
  /** No slot. */
  NONE: -1,
  /** `WOKEN - index` stands for an event without a slot: it resumes the process with that index at this instant. */
  WOKEN: -2,
} as const);

/**
 * Storage of pending events: one buffer, seen as integers and as doubles, without objects. A slot is the index of an
 * event's first word. The event's time, at `slot >> 1` in `times`, is valid only while the event lies in the calendar's
 * buckets.
 */
export interface EventStorage {
  readonly words: Int32Array;
  readonly times: Float64Array;
}

const MOST = 0x1000000;

/** A copy of `words` with room for twice as many events. Throws `invalid-argument` above 2^24 events. */
export function enlarged(words: Int32Array): Int32Array<ArrayBuffer> {
  if (words.length === MOST * EVENT.SIZE)
    throw new SimulationError("invalid-argument", "there are more than 2^24 pending events; schedule fewer at once");
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
