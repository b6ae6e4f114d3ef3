/** A line in words: `stays at 2 µs`, `from 1 µs to 3 µs`, `from 4 µs via 9 µs to 2 µs`. */

/** One point of the line: a value and how it is written. */
export interface Labelled {
  readonly value: number;
  readonly text: string;
}

/** The trend of a line. A point without a value has words in its place. */
export function trendOf(line: readonly (Labelled | string)[]): string {
  const texts = line.map((point) => (typeof point === "string" ? point : point.text));
  const [first, last] = [texts[0]!, texts.at(-1)!];
  if (texts.every((text) => text === first)) return typeof line[0] === "string" ? first : `stays at ${first}`;
  const extreme = furthestBeyond(line);
  return `from ${first}${extreme ? ` via ${extreme.text}` : ""} to ${last}`;
}

/** The value that lies furthest outside both ends; null if none does by more than a tenth. */
function furthestBeyond(line: readonly (Labelled | string)[]): Labelled | null {
  const [first, last] = [line[0]!, line.at(-1)!];
  if (typeof first === "string" || typeof last === "string") return null;
  const [low, high] = [Math.min(first.value, last.value), Math.max(first.value, last.value)];
  const beyond = ({ value }: Labelled) => Math.max(value / high, low / value);
  const extremes = line.filter((point): point is Labelled => typeof point !== "string" && beyond(point) > 1.1);
  return extremes.sort((a, b) => beyond(b) - beyond(a))[0] ?? null;
}
