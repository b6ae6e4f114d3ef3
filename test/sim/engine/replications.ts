import { expect } from "vitest";

const replications = 30;
const t99 = 2.756; // Student, 29 degrees of freedom, 99 % two-sided
const tightness = 0.01;

/** What each of 30 replications saw. */
export function replicate<T>(run: (replication: number) => T): T[] {
  return Array.from({ length: replications }, (_, i) => run(i + 1));
}

/** The theory must lie in the 99 % interval, and the interval reach less than 1 % of it to either side. */
export function expectTheory(seen: readonly number[], theory: number): void {
  const mean = seen.reduce((a, b) => a + b) / replications;
  const variance = seen.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (replications - 1);
  const half = t99 * Math.sqrt(variance / replications);
  expect(half / theory).toBeLessThan(tightness);
  expect(Math.abs(mean - theory)).toBeLessThan(half);
}
