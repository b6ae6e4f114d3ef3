/** How a value goes along a line, in words: `stays at 2 µs`, `from 1 µs to 3 µs`, `from 4 µs over 9 µs to 2 µs`. */

/** One point of the line: a value and how it is written. */
export interface Labelled {
  readonly value: number;
  readonly text: string;
}

/** Where a point has no value, words say what it has instead. */
export function trendOf(line: readonly (Labelled | string)[]): string {
  const texts = line.map((told) => (typeof told === "string" ? told : told.text));
  const [first, last] = [texts[0]!, texts.at(-1)!];
  if (texts.every((text) => text === first)) return typeof line[0] === "string" ? first : `stays at ${first}`;
  const turn = furthestBeyond(line);
  return `from ${first}${turn ? ` over ${turn.text}` : ""} to ${last}`;
}

/** The value that lies furthest outside of both ends, if one does by more than a tenth. */
function furthestBeyond(line: readonly (Labelled | string)[]): Labelled | null {
  const [first, last] = [line[0]!, line.at(-1)!];
  if (typeof first === "string" || typeof last === "string") return null;
  const [low, high] = [Math.min(first.value, last.value), Math.max(first.value, last.value)];
  const beyond = ({ value }: Labelled) => Math.max(value / high, low / value);
  const turns = line.filter((told): told is Labelled => typeof told !== "string" && beyond(told) > 1.1);
  return turns.sort((a, b) => beyond(b) - beyond(a))[0] ?? null;
}
