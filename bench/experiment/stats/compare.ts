import type { Comparison } from "../result/estimate.ts";
import { estimate } from "./estimate.ts";

/** Compares replication by replication; null where they can not be paired. */
export function compare(values: readonly number[], baseline: readonly number[]): Comparison | null {
  const [n, m] = [values.length, baseline.length];
  if (n === 0 || m === 0 || (n !== m && n !== 1 && m !== 1)) return null;
  const pairs = Array.from(
    { length: Math.max(n, m) },
    (_, i) => [values[n === 1 ? 0 : i]!, baseline[m === 1 ? 0 : i]!] as const,
  );
  if (pairs.some(([, base]) => base === 0)) return null;
  return {
    ratio: estimate(pairs.map(([value, base]) => value / base)),
    difference: estimate(pairs.map(([value, base]) => value - base)),
  };
}
