import { expect, test } from "vitest";
import {
  formatNs,
  formatRate,
  parseClock,
  parseDuration,
  parseRate,
  quantityOf,
} from "../../../../bench/experiment/input/units.ts";

test.each([
  ["2.72us", 2720, "ns"],
  ["10ms", 10_000_000, "ns"],
  ["90 ns", 90, "ns"],
  ["1s", 1e9, "ns"],
  ["3.5 µs", 3500, "ns"],
  ["1200 cycles", 1200, "cycles"],
  ["1e3ns", 1000, "ns"],
] as const)("%s is a duration of %d %s", (text, value, unit) => {
  expect(parseDuration(text)).toEqual({ value, unit });
});

test.each(["5", "-5us", "5 minutes", "us", "5us 3", ""])("%o is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  ["10k/s", 10_000],
  ["1.5M/s", 1_500_000],
  ["500/s", 500],
] as const)("%s is %d a second, and is written back as it was read", (text, value) => {
  expect(parseRate(text)).toBe(value);
  expect(formatRate(value)).toBe(text);
});

test("a clock turns cycles into nanoseconds", () => {
  expect([parseClock("2.5 GHz"), parseClock("800MHz"), parseClock("2.5")]).toEqual([2.5, 0.8, null]);
});

test("a duration is written with three significant digits and its unit", () => {
  expect([999, 2719.6, 1_500_000, 2e9].map(formatNs)).toEqual(["999ns", "2.72us", "1.5ms", "2s"]);
});

test("rates and durations can be drawn along an axis, words can not", () => {
  expect(["2k/s", "3us", "qemu"].map(quantityOf)).toEqual([2000, 3000, null]);
});
