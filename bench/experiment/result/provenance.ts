/** Where the numbers of a cost sheet come from. */

/** Where a number comes from, in falling order of trust. */
export const kinds = ["measured-here", "published", "derived", "estimated"] as const;

export type Kind = (typeof kinds)[number];

/** Reservations about a number: from another machine, the author's own guess, a bound, quoted from memory, or from a text about its source. */
export const flags = [
  "borrowed",
  "author-extrapolated",
  "upper-bound",
  "lower-bound",
  "recalled",
  "second-hand",
] as const;
export type Flag = (typeof flags)[number];
