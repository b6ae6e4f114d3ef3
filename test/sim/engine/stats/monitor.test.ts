import fc from "fast-check";
import { mean, quantileSorted, sampleVariance } from "simple-statistics";
import { describe, expect, test } from "vitest";
import { Rate, Tally, TimeWeighted } from "../../../../sim/engine/index.ts";

function tallyOf(observations: readonly number[]): Tally {
  const tally = new Tally();
  for (const x of observations) tally.record(x);
  return tally;
}

const different = fc.array(
  fc.oneof(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
    fc.constantFrom(0, 1, -1, 1e300, 1e-300),
  ),
  { minLength: 1, maxLength: 60 },
);
/** All of them several times: in a row, or again and again. */
const numbers = fc
  .tuple(different, fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([observations, times, inRows]) =>
    inRows
      ? observations.flatMap((x) => Array<number>(times).fill(x))
      : Array<number[]>(times).fill(observations).flat(),
  );

describe("a tally", () => {
  test("has the exact count, minimum and maximum, and mean and variance to rounding", () => {
    const observations = [4, 7, 13, 16];
    const tally = tallyOf(observations);
    expect([tally.count, tally.sum, tally.mean, tally.variance, tally.min, tally.max]).toEqual([4, 40, 10, 30, 4, 16]);
    const shifted = tallyOf(observations.map((x) => x + 1e9));
    expect(shifted.variance).toBeCloseTo(sampleVariance(observations), 9);
  });

  test("has each quantile within 2^-11 of the observation of that rank", () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (observations, p) => {
        const sorted = observations.toSorted((a, b) => a - b);
        const expected = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
        const tolerance = Math.max(Math.abs(expected) / 2048, 1e-306);
        expect(Math.abs(tallyOf(observations).quantile(p) - expected)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("prints constants exactly at every quantile", () => {
    const tally = tallyOf([2720.4, 2720.4, 2720.4]);
    expect([0, 0.5, 0.999, 1].map((p) => tally.quantile(p))).toEqual([2720.4, 2720.4, 2720.4, 2720.4]);
    expect(tally.variance).toBe(0);
  });

  test("merges to what one tally of all would be, quantiles to the last bit", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const merged = tallyOf(a);
        merged.merge(tallyOf(b));
        const whole = tallyOf([...a, ...b]);
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
        for (const p of [0, 0.25, 0.5, 0.9, 1]) expect(merged.quantile(p)).toBe(whole.quantile(p));
        expect(merged.mean).toBeCloseTo(mean([...a, ...b]), -Math.log10(Math.abs(whole.mean) + 1e-9) + 7);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  test("is not changed by being read, however often and wherever within a batch", () => {
    const [read, unread] = [new Tally(), new Tally()];
    for (let i = 0; i < 1000; i++) {
      const x = i % 3 === 0 ? 0.1 : Math.sin(i) * 1e6 + 1 / (i + 1);
      read.record(x);
      unread.record(x);
      void [read.sum, read.variance, read.quantile(0.5), read.min];
    }
    const all = (tally: Tally) => [tally.count, tally.sum, tally.variance, tally.min, tally.max, tally.quantile(0.3)];
    expect(all(read)).toEqual(all(unread));
  });

  test("refuses what is not finite, at once, and goes on as if it had not come", () => {
    const tally = new Tally();
    tally.record(3);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => tally.record(x)).toThrow(`a tally cannot record ${x}`);
    }
    tally.record(5);
    expect([tally.count, tally.mean, tally.variance]).toEqual([2, 4, 2]);
  });

  test("has the variance of numbers whose squares are near the largest", () => {
    const tally = new Tally();
    tally.record(0);
    for (let i = 0; i < 63; i++) tally.record(1e153);
    expect(tally.variance / 1e306).toBeCloseTo(1 / 64, 12);
    const beyond = new Tally();
    beyond.record(1e300);
    beyond.record(0);
    expect(beyond.variance).toBe(Number.POSITIVE_INFINITY);
  });

  test("has no variance at all of a thousand equal observations", () => {
    const tally = new Tally();
    for (let i = 0; i < 1000; i++) tally.record(0.1);
    expect(tally.variance).toBe(0);
  });

  test("counts what repeats among others like these", () => {
    const observations = Array.from({ length: 10_000 }, (_, i) => (i % 7 < 5 ? 2720 : i % 512));
    const tally = tallyOf(observations);
    const sorted = observations.toSorted((a, b) => a - b);
    expect([tally.count, tally.min, tally.max]).toEqual([10_000, sorted[0], sorted.at(-1)]);
    expect(tally.sum).toBe(observations.reduce((sum, x) => sum + x));
    expect(tally.variance / sampleVariance(observations)).toBeCloseTo(1, 12);
    for (const p of [0.1, 0.28, 0.29, 0.9]) {
      expect(tally.quantile(p) / sorted[Math.ceil(p * 10_000) - 1]!).toBeCloseTo(1, 3);
    }
  });

  test("merges with an empty one to itself, either way", () => {
    const [full, empty] = [tallyOf([1, 2, 4]), new Tally()];
    full.merge(new Tally());
    empty.merge(full);
    for (const tally of [full, empty]) expect([tally.count, tally.mean, tally.quantile(0.9)]).toEqual([3, 7 / 3, 4]);
    expect(empty.variance).toBeCloseTo(7 / 3, 12);
  });

  test("of nothing has count 0, and NaN for the rest", () => {
    const tally = tallyOf([3]);
    tally.reset();
    expect([tally.count, tally.sum]).toEqual([0, 0]);
    expect([tally.mean, tally.variance, tally.min, tally.max, tally.quantile(0.5)]).toEqual(Array(5).fill(Number.NaN));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (x) => {
    expect(() => new Tally().record(x)).toThrow(`a tally cannot record ${x}`);
  });

  test("has the median of many exponential observations near log 2", () => {
    const observations = Array.from({ length: 10_001 }, (_, i) => -Math.log((i + 0.5) / 10_001));
    const sorted = observations.toSorted((a, b) => a - b);
    for (const p of [0.01, 0.5, 0.99]) {
      expect(tallyOf(observations).quantile(p) / quantileSorted(sorted, p)).toBeCloseTo(1, 3);
    }
  });
});

describe("a time-weighted value", () => {
  test("weighs each value by how long it held", () => {
    const clock = { now: 10 };
    const length = new TimeWeighted(clock, 2);
    clock.now = 14;
    length.set(5);
    clock.now = 15;
    length.add(-5);
    clock.now = 20;
    expect([length.integral, length.duration, length.mean, length.min, length.max]).toEqual([13, 10, 1.3, 0, 5]);
  });

  test("forgets the past on reset, and keeps the value", () => {
    const clock = { now: 0 };
    const length = new TimeWeighted(clock);
    length.set(7);
    clock.now = 5;
    length.reset();
    expect([length.mean, length.value]).toEqual([7, 7]);
    clock.now = 7;
    length.set(1);
    clock.now = 9;
    expect([length.mean, length.max, length.min]).toEqual([4, 7, 1]);
  });
});

test("a rate counts occurrences in a unit of time since the last reset", () => {
  const clock = { now: 0 };
  const arrivals = new Rate(clock);
  arrivals.record();
  arrivals.record(3);
  clock.now = 8;
  expect([arrivals.count, arrivals.perTime]).toEqual([4, 0.5]);
  arrivals.reset();
  clock.now = 10;
  arrivals.record();
  expect(arrivals.perTime).toBe(0.5);
});
