/** One sentence of an answer, and how much of the answer it carries. */
export interface Sentence {
  readonly text: string;
  readonly weight: Weight;
}

/**
 * The weights, the heaviest first. `decisive` names a crossing, the best setting or the best change. `slower` says where an
 * iofd is slower. `note` says how to read the other sentences.
 */
export const weights = ["decisive", "slower", "plain", "note"] as const;

export type Weight = (typeof weights)[number];

/** Texts as sentences of one weight. An empty text makes no sentence. */
export function sentencesOf(weight: Weight, ...texts: readonly string[]): Sentence[] {
  return texts.filter((text) => text !== "").map((text) => ({ text, weight }));
}
