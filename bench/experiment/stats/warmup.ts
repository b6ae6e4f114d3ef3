/**
 * Finds where a series becomes steady, by MSER-5: the truncation that minimises the standard error of the rest, on means of
 * batches of five (K. P. White, "An effective truncation heuristic for bias reduction in simulation output", 1997).
 */

import { mean } from "simple-statistics";

const batch = 5;

/** The number of observations to leave out, and whether the series settled. If not, the rule asks for more than half of it. */
export interface Truncation {
  readonly observations: number;
  readonly settled: boolean;
}

/** Applies MSER-5 to one replication's observations in order; it never leaves out more than half of them. */
export function mser5(series: readonly number[]): Truncation {
  const means = batchMeans(series);
  const half = Math.floor(means.length / 2);
  const center = means.at(-1) ?? 0; // near all values, so that the squares keep the digits of their differences
  let [sum, squares] = [0, 0];
  let best = { position: 0, score: Infinity };
  for (let i = means.length - 1; i >= 0; i--) {
    const off = means[i]! - center;
    sum += off;
    squares += off * off;
    if (i > half) continue;
    const kept = means.length - i;
    const score = Math.max(0, squares - (sum * sum) / kept) / (kept * kept);
    if (score <= best.score) best = { position: i, score };
  }
  return { observations: best.position * batch, settled: best.position < half };
}

/** Relative difference of the means of a series' halves. Halves are cut at whole batches of `batchSize` values. */
export function driftOf(series: readonly number[], batchSize: number): number {
  const half = Math.floor(series.length / batchSize / 2) * batchSize;
  if (half === 0) return 0;
  const [first, second] = [mean(series.slice(0, half)), mean(series.slice(half, 2 * half))];
  return first === second ? 0 : (2 * Math.abs(second - first)) / (first + second);
}

function batchMeans(series: readonly number[]): number[] {
  return Array.from({ length: Math.floor(series.length / batch) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < batch; j++) sum += series[i * batch + j]!;
    return sum / batch;
  });
}
