import { SimulationError } from "../base/simulation-error.ts";

/**
 * Where the fields of an event lie, in 32-bit words from its slot; words 0 and 1 are the bits of its time. A file that uses
 * these on the hot path copies them into constants of its own: V8 folds those, and loads an imported one at each use.
 */
export const EVENT = Object.freeze({
  HANDLER: 2,
  ARGUMENT: 3,
  /** The slot that follows in a list: of free ones, of a bucket. */
  NEXT: 4,
  /** How often the slot has been given back. */
  GENERATION: 5,
  /** The bits of a generation that count. */
  GENERATIONS: 0x1fffffff,
  /** Words in a slot: 32 bytes, half a cache line. */
  SIZE: 8,
  /** Handler of a cancelled event, whose slot is reclaimed when the queue comes across it. */
  CANCELLED: -1,
  /** The slot that is none. */
  NONE: -1,
  /** What stands, less the process's index, for the event without a slot that resumes a process at this very instant. */
  WOKEN: -2,
} as const);

/**
 * Storage of pending events: one buffer seen as integers and as doubles, and no objects. A slot is the index of an event's
 * first word; its time is at `slot >> 1` in `times`, where it is kept only while the event lies in the calendar's buckets.
 */
export interface EventStorage {
  readonly words: Int32Array;
  readonly times: Float64Array;
}

const MOST = 0x1000000;

/** A copy of `words` with room for twice as many events. */
export function enlarged(words: Int32Array): Int32Array<ArrayBuffer> {
  if (words.length === MOST * EVENT.SIZE)
    throw new SimulationError("invalid-argument", "more than 2^24 pending events");
  const larger = new Int32Array(2 * words.length);
  larger.set(words);
  return larger;
}
