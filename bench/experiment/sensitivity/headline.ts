/** The effect of the sheet's uncertainty on one headline. */

import { quantile } from "simple-statistics";
import type { Swing } from "../result/sensitivity.ts";

/** The share of the sampled sheets that an interval holds. */
export const sheetShare = 0.9;

/** The interval of the middle nine in ten values. */
export function sheetInterval(values: readonly number[]): { low: number; high: number } {
  const [low, high] = quantile([...values], [(1 - sheetShare) / 2, (1 + sheetShare) / 2]) as [number, number];
  return { low, high };
}

/** Swings that move the headline, widest first. A swing to a state that is not steady is the widest. */
export function ranked(swings: readonly Swing[], value: number): Swing[] {
  const width = ({ low, high }: Swing) => {
    if (low === null || high === null) return Number.POSITIVE_INFINITY;
    return Math.max(low, high, value) - Math.min(low, high, value);
  };
  const widths = new Map(swings.map((swing) => [swing, width(swing)]));
  return swings.filter((swing) => widths.get(swing)! > 0).sort((a, b) => difference(widths.get(b)!, widths.get(a)!));
}

/** Infinity minus infinity is NaN, which sorts nothing. */
const difference = (a: number, b: number) => (a === b ? 0 : a - b);
