/**
 * Indices into the doubles that the parts of a queue share. They lie in an array because a double in a variable of its own,
 * or passed to a function that is not inlined, costs an object each time. To be copied as those of `EVENT` are.
 */
export const REG = Object.freeze({
  NOW: 0,
  /** Time of the event that is being put in its place. */
  TIME: 1,
  /** Events after this time are not fired. */
  LIMIT: 2,
  /** Events before this time belong in the front: none in calendar or crowd is so early. */
  FLOOR: 3,
  /** The instant of which the events taken from the ring are counted. */
  INSTANT: 4,
  /** Delay of the event that is being scheduled. */
  DELAY: 5,
  /** Where the words of the calendar's row of buckets begin, which are those of `ROW`. */
  ROW: 6,
  /** Number of these. */
  SIZE: 12,
} as const);

/** Indices into the doubles that describe a row of buckets. */
export const ROW = Object.freeze({
  /** Time at which the first bucket begins, and how many buckets there are in a unit of time. */
  START: 0,
  INVERSE: 1,
  /** Number of buckets. */
  SIZE: 2,
  /** The bucket to be taken next; those before it take no more events. */
  CURRENT: 3,
  /** When the first bucket begins, and how long each is: a little less, so that no rounding makes an edge later than it is. */
  EDGE: 4,
  WIDTH: 5,
} as const);
