import { expect, test } from "vitest";
import { digits, formatChange, formatDuration, formatPerSecond, formatTime } from "../../../reports/findings/format.ts";

test.each([
  [2720, "2.72 µs"],
  [9090, "9.09 µs"],
  [0.5, "0.500 ns"],
  [5000, "5.00 µs"],
  [999.9, "1 000 ns"],
  [1_234_567, "1.23 ms"],
] as const)("%d ns is written %s", (value, text) => {
  expect(formatTime(value, "ns")).toBe(text);
});

test("cycles are whole, with their thousands apart", () => {
  expect(formatTime(8796, "cycles")).toBe("8 796 cycles");
});

test("an interval is shown only where there is sampling error", () => {
  const known = { value: 2720, low: 2720, high: 2720, n: 1, sampling: "none" } as const;
  expect(formatDuration(known, "ns")).toBe("2.72 µs");
  expect(formatDuration({ value: 2720, low: 2700, high: 2740, n: 5, sampling: "replications" }, "ns")).toBe(
    "2.72 µs ± 20.0 ns",
  );
});

test("changes, rates and plain numbers", () => {
  expect([formatChange(0.55), formatChange(1.2), formatChange(1)]).toEqual(["−45.0 %", "+20.0 %", "0.0 %"]);
  expect([formatPerSecond(138_900), formatPerSecond(1_070_000), formatPerSecond(12)]).toEqual([
    "139k/s",
    "1.07M/s",
    "12/s",
  ]);
  expect([digits(0), digits(1234567), digits(0.01234)]).toEqual(["0", "1 234 567", "0.0123"]);
});
