import { expect, test } from "vitest";
import { exponentials, increments, seeds } from "../../../bench/peers/draws.ts";
import { expectedCheck, holdClock, meanWait } from "../../../bench/peers/reference.ts";

test("the first draw comes from 723471715, the first number of xorshift32 with its published seed", () => {
  expect(exponentials(2463534242, 1)[0]).toBe(-Math.log(723471715 / 2 ** 32));
});

test.each(Object.entries(seeds))("the draws of %s have mean 1 and variance 1", (_, seed) => {
  const drawn = exponentials(seed, increments);
  const mean = drawn.reduce((sum, one) => sum + one, 0) / increments;
  const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / increments;
  expect(mean).toBeCloseTo(1, 2);
  expect(variance).toBeCloseTo(1, 1);
});

test("the clock of HOLD with one pending event is the sum of its delays", () => {
  const sum = exponentials(seeds.hold, 100).reduce((clock, delay) => clock + delay, 0);
  expect(holdClock(1, 100)).toBe(sum);
});

test("the clock of HOLD equals the clock of a sorted list", () => {
  const delays = exponentials(seeds.hold, 600);
  const pending = [...delays.slice(0, 100)];
  let clock = 0;
  for (let i = 100; i < 600; i++) {
    pending.sort((a, b) => a - b);
    clock = pending.shift()!;
    pending.push(clock + delays[i]!);
  }
  expect(holdClock(100, 500)).toBe(clock);
});

test("the mean wait of a million customers is within five standard errors of 4, the value in theory", () => {
  expect(Math.abs(meanWait(1_000_000) - 4)).toBeLessThan(5 * 0.044);
});

test("ping-pong wakes each side at every second operation, warm-up included", () => {
  const asked = { workload: "ping-pong", style: "events", size: 0, operations: 10, warmup: 2 } as const;
  expect(expectedCheck(asked)).toBe(6);
});
