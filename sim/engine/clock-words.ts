/**
 * Indices into the doubles that the parts of a queue share. They lie in an array because a double in a variable of its own,
 * or passed to a function that is not inlined, costs an object each time. To be copied as those of `EVENT` are.
 */
export const CLOCK = Object.freeze({
  NOW: 0,
  /** Time of the event that is being put in its place. */
  TIME: 1,
  /** Events after this time are not fired. */
  LIMIT: 2,
  /** Events at this time or before belong in the sorted front. */
  FLOOR: 3,
  /** Events after this time belong in the ladder's unsorted top. */
  TOP: 4,
  /** The instant of which the events taken from the ring are counted. */
  INSTANT: 5,
  /** Delay of the event that is being scheduled. */
  DELAY: 6,
  /** Number of these. */
  SIZE: 7,
} as const);
