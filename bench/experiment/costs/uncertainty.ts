/** Assumes a range for a number whose cost sheet states none. */

import type { CostRange } from "../result/cost-number.ts";
import type { Flag, Kind } from "../result/provenance.ts";

/**
 * Assumed ranges, as factors of the value. These are choices, not measurements: a published mean is trusted to 10 %, a
 * difference or quotient of published ones to 25 %, an estimate to a factor of two.
 */
export const assumedRanges: readonly { readonly kind: Kind; readonly low: number; readonly high: number }[] = [
  { kind: "measured-here", low: 0.95, high: 1.05 },
  { kind: "published", low: 0.9, high: 1.1 },
  { kind: "derived", low: 0.75, high: 1.25 },
  { kind: "estimated", low: 0.5, high: 2 },
];

/** A borrowed number, which is of another machine, gets the range of the next kind. A bound opens the range on one side. */
export function assumedRange(value: number, origin: { kind: Kind; flags: readonly Flag[] }): CostRange {
  const own = assumedRanges.findIndex(({ kind }) => kind === origin.kind);
  const trusted = Math.min(own + (origin.flags.includes("borrowed") ? 1 : 0), assumedRanges.length - 1);
  const { low, high } = assumedRanges[trusted]!;
  return {
    low: origin.flags.includes("lower-bound") ? value : value * low,
    high: origin.flags.includes("upper-bound") ? value : value * high,
    basis: "assumed",
  };
}
