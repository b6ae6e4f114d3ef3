/** Origins of the numbers of a cost sheet. */

/** The origins, in falling order of trust. */
export const kinds = ["measured-here", "published", "derived", "estimated"] as const;

export type Kind = (typeof kinds)[number];

/** Reservations about a number: from another machine, extrapolated by its author, a bound, quoted from memory, or read second-hand. */
export const flags = [
  "borrowed",
  "author-extrapolated",
  "upper-bound",
  "lower-bound",
  "recalled",
  "second-hand",
] as const;
export type Flag = (typeof flags)[number];
