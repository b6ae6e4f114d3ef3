import { expect, test } from "vitest";
import { answerOf } from "../../../reports/findings/answer.ts";
import { crossover } from "../../../reports/findings/crossover.ts";
import { goldenResult } from "../golden-results.ts";

test.each(["search-v7", "search-upstream"] as const)(
  "a binary search overtakes a linear one, whichever is the baseline (%s)",
  (name) => {
    expect(answerOf(goldenResult(name))).toMatch(
      /From \d+ registered regions on, upstream has the shorter rtt at this sheet's prices; below, v7 has\./,
    );
  },
);

test("two lines cross between the swept values, on a log scale", () => {
  const a = [
    { x: 1, y: 0 },
    { x: 100, y: 2 },
  ];
  const flat = (y: number) => [
    { x: 1, y },
    { x: 100, y },
  ];
  expect(crossover(a, flat(1))).toBeCloseTo(10, 12);
  expect(crossover(a, flat(5))).toBeNull();
});

test("from x = 0 on, which a log scale does not have, the crossing is interpolated linearly", () => {
  const rising = [
    { x: 0, y: 0 },
    { x: 8, y: 4 },
  ];
  const flat = rising.map(({ x }) => ({ x, y: 1 }));
  expect(crossover(rising, flat)).toBe(2);
});
