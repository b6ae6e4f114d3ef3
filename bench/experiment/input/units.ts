/** Parses and prints the units of scenario files and cost sheets. */

/** A duration as written: nanoseconds, or cycles of a clock that the cost sheet may state. */
export interface Duration {
  readonly value: number;
  readonly unit: "ns" | "cycles";
}

const number = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
export const durationPattern = new RegExp(`^(${number})\\s*(ns|us|µs|ms|s|cycles)$`);
export const ratePattern = new RegExp(`^(${number})\\s*([kMG]?)/s$`);
export const clockPattern = new RegExp(`^(${number})\\s*(MHz|GHz)$`);

const nanoseconds: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };
const prefixes: Record<string, number> = { "": 1, k: 1e3, M: 1e6, G: 1e9 };

/** `2.72us`, `10ms`, `1200 cycles`; null where the text is none. */
export function parseDuration(text: string): Duration | null {
  const match = durationPattern.exec(text);
  if (!match) return null;
  const [, value, unit] = match;
  if (unit === "cycles") return { value: Number(value), unit };
  return { value: roundUnit(Number(value) * nanoseconds[unit!]!), unit: "ns" };
}

/** `10k/s` as events a second; null where the text is none. */
export function parseRate(text: string): number | null {
  const match = ratePattern.exec(text);
  return match && roundUnit(Number(match[1]) * prefixes[match[2]!]!);
}

/** A rate or a duration as a number, for the axis of a chart; null where the text is neither. */
export function quantityOf(text: string): number | null {
  return parseRate(text) ?? parseDuration(text)?.value ?? null;
}

/** `2.5 GHz` as cycles a nanosecond; null where the text is none. */
export function parseClock(text: string): number | null {
  const match = clockPattern.exec(text);
  return match && Number(match[1]) * (match[2] === "GHz" ? 1 : 1e-3);
}

/** A rate as a person would write it: `12.9k/s`. */
export function formatRate(perSecond: number): string {
  for (const [prefix, factor] of [
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const) {
    if (perSecond >= factor) return `${significant(perSecond / factor)}${prefix}/s`;
  }
  return `${significant(perSecond)}/s`;
}

/** A duration in ns as a person would write it: `2.72us`. */
export function formatNs(ns: number): string {
  for (const [unit, factor] of [
    ["s", 1e9],
    ["ms", 1e6],
    ["us", 1e3],
  ] as const) {
    if (Math.abs(ns) >= factor) return `${significant(ns / factor)}${unit}`;
  }
  return `${significant(ns)}ns`;
}

/** Three significant digits, never in exponent notation. */
export function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** 2.72 * 1000 is 2720.0000000000005 in doubles; what was written is 2720. */
function roundUnit(value: number): number {
  return Number(value.toPrecision(15));
}
