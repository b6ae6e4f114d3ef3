/** What the sheet's uncertainty does to one number that a reader takes away. */

import { quantile } from "simple-statistics";
import type { CostNumber } from "../costs/sheet-numbers.ts";

/** What is taken away: times against the baseline, or in the sheet's unit where there is none. */
export const headlineMetrics = ["rtt", "response", "notify", "cpu"] as const;
export type HeadlineMetric = (typeof headlineMetrics)[number];

/** The share of the sampled sheets that an interval holds. */
export const sheetShare = 0.9;

/** One number of a sheet, and the headline when it alone is as low and as high as it may be; null: no steady state then. */
export interface Swing {
  readonly sheet: string;
  readonly number: string;
  readonly kind: CostNumber["kind"];
  readonly flags: CostNumber["flags"];
  readonly basis: "stated" | "assumed";
  readonly low: number | null;
  readonly high: number | null;
}

/** One headline under the sheet's own numbers and under varied ones, all in the shortened run. */
export interface Headline {
  readonly point: string;
  /** Null where the scenario compares nothing: the values are then times. */
  readonly baseline: string | null;
  readonly metric: HeadlineMetric;
  readonly value: number;
  /** Where nine in ten of the sampled sheets lie. */
  readonly low: number;
  readonly high: number;
  /** Sampled sheets under which there is no steady state; the interval is that of the others. */
  readonly unsteady: number;
  /** The numbers it depends on, the strongest first; those that do not move it are left out. */
  readonly swings: readonly Swing[];
}

/** Where nine in ten of the values lie. */
export function sheetInterval(values: readonly number[]): { low: number; high: number } {
  const [low, high] = quantile([...values], [(1 - sheetShare) / 2, (1 + sheetShare) / 2]) as [number, number];
  return { low, high };
}

/** Swings that move the headline, widest first; losing the steady state is the widest of all. */
export function ranked(swings: readonly Swing[], value: number): Swing[] {
  const width = ({ low, high }: Swing) => {
    if (low === null || high === null) return Number.POSITIVE_INFINITY;
    return Math.max(low, high, value) - Math.min(low, high, value);
  };
  const widths = new Map(swings.map((swing) => [swing, width(swing)]));
  return swings.filter((swing) => widths.get(swing)! > 0).sort((a, b) => difference(widths.get(b)!, widths.get(a)!));
}

/** Two infinities have no difference. */
const difference = (a: number, b: number) => (a === b ? 0 : a - b);
