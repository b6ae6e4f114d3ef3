import { expect, test } from "vitest";
import { trendOf } from "../../../reports/findings/trend.ts";

const line = (...values: (number | null)[]) =>
  values.map((value) => (value === null ? "none" : { value, text: `${value} ns` }));

test.each([
  ["stays at 5 ns", line(5, 5, 5)],
  ["from 1 ns to 9 ns", line(1, 4, 9)],
  ["from 9 ns to 1 ns", line(9, 4, 1)],
  ["from 4 ns via 9 ns to 2 ns", line(4, 9, 8, 2)],
  ["from 4 ns via 1 ns to 4 ns", line(4, 3, 1, 4)],
  ["from 100 ns to 101 ns", line(100, 105, 101)],
  ["from 4 ns to none", line(4, null)],
  ["none", line(null, null)],
])("%s", (words, values) => {
  expect(trendOf(values)).toBe(words);
});
