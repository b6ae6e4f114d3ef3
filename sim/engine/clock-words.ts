/**
 * Indices into the doubles that the parts of a queue share. They lie in an array because a double in a variable of its own,
 * or passed to a function that is not inlined, costs an object each time.
 */
export const NOW = 0;
/** Time of the event that is being put in its place. */
export const TIME = 1;
/** Events after this time are not fired. */
export const LIMIT = 2;
/** Events at this time or before belong in the sorted front. */
export const FLOOR = 3;
/** Events after this time belong in the ladder's unsorted top. */
export const TOP = 4;
export const CLOCK_WORDS = 8;
