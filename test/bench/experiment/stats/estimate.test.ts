import { expect, test } from "vitest";
import { compare } from "../../../../bench/experiment/stats/compare.ts";
import { estimate } from "../../../../bench/experiment/stats/estimate.ts";
import { mser5 } from "../../../../bench/experiment/stats/warmup.ts";

test("the interval of 1, 2, 3, 4, 5 is 3 +- 2.776 * 1.5811 / sqrt(5)", () => {
  const { value, low, high, sampling } = estimate([1, 2, 3, 4, 5]);
  expect(value).toBe(3);
  expect(high - value).toBeCloseTo(1.96324, 4);
  expect(value - low).toBeCloseTo(1.96324, 4);
  expect(sampling).toBe("replications");
});

test("equal replications have no sampling error, which is not the same as an interval of zero", () => {
  expect(estimate([7, 7, 7])).toEqual({ value: 7, low: 7, high: 7, n: 3, sampling: "none" });
});

test("a comparison is paired: what both replications share cancels", () => {
  const { difference, ratio } = compare([11, 21, 31], [10, 20, 30])!;
  expect(difference).toEqual({ value: 1, low: 1, high: 1, n: 3, sampling: "none" });
  expect(ratio.value).toBeCloseTo((1.1 + 1.05 + 31 / 30) / 3, 12);
});

test("one deterministic run compares with each replication of the other side", () => {
  expect(compare([5], [10, 20])!.ratio.value).toBe(0.375);
});

test("different numbers of replications can not be paired", () => {
  expect(compare([1, 2, 3], [1, 2])).toBeNull();
});

test("MSER-5 cuts a start that is unlike the rest", () => {
  const series = Array.from({ length: 1000 }, (_, i) => (i < 100 ? 100 - i : 0) + (i % 7));
  const { observations, settled } = mser5(series);
  expect(observations).toBeGreaterThanOrEqual(80);
  expect(observations).toBeLessThanOrEqual(150);
  expect(settled).toBe(true);
});

test("MSER-5 cuts nothing from a constant", () => {
  expect(mser5(Array(1000).fill(3))).toEqual({ observations: 0, settled: true });
});

test("MSER-5 says so when a series never settles", () => {
  expect(mser5(Array.from({ length: 1000 }, (_, i) => i)).settled).toBe(false);
});
