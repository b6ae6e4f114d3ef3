/**
 * Indices into the shared doubles of a queue, used as a register file. Functions pass doubles through it, because V8
 * allocates an object for a double in a field of its own or in an argument of a function that it does not inline. A hot
 * file copies the indices into its own constants, as with `EVENT`.
 */
export const REG = Object.freeze({
  NOW: 0,
  /** Time of the event that is being inserted or was just taken. */
  TIME: 1,
  /** Events after this time do not fire. */
  LIMIT: 2,
  /** Events before this time go to the near list: calendar and overflow heap hold none so early. */
  FLOOR: 3,
  /** The instant for which the immediate queue counts the events taken. */
  INSTANT: 4,
  /** Delay of the event that is being scheduled. */
  DELAY: 5,
  /** Time at which the first bucket begins. */
  BUCKET_START: 6,
  /** Number of buckets per unit of time. */
  BUCKETS_PER_TIME: 7,
  BUCKET_COUNT: 8,
  /** Index of the bucket to take next; the ones before it accept no events. */
  NEXT_BUCKET: 9,
  /**
   * Start of the first bucket and width of each, rounded down so that no rounding error makes a computed edge too late.
   */
  BUCKET_EDGE: 10,
  BUCKET_WIDTH: 11,
  /** Number of registers. */
  SIZE: 12,
} as const);
