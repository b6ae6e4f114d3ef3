import { expect, test } from "vitest";
import { axisValues, combinations, pointId, withValue } from "../../../../bench/experiment/scenario/sweep.ts";

const range = (from: string | number, to: string | number, rest: object) =>
  axisValues({ from, to, scale: "linear", ...rest });

test("a linear range has its steps at start + i * step, both ends included", () => {
  expect(range("0.1us", "0.3us", { steps: 3 })).toEqual(["100ns", "200ns", "300ns"]);
  expect(range(1, 10, { steps: 4 })).toEqual([1, 4, 7, 10]);
});

test("a log range of whole numbers keeps whole numbers, each once", () => {
  expect(range(1, 1000, { steps: 4, scale: "log" })).toEqual([1, 10, 100, 1000]);
  expect(range(1, 4, { steps: 9, scale: "log" })).toEqual([1, 2, 3, 4]);
});

test("a log range of rates is written with three significant digits", () => {
  expect(range("1k/s", "100k/s", { steps: 5, scale: "log" })).toEqual([
    "1k/s",
    "3.16k/s",
    "10k/s",
    "31.6k/s",
    "100k/s",
  ]);
});

test("log2 doubles", () => {
  expect(range(1, 20, { scale: "log2" })).toEqual([1, 2, 4, 8, 16]);
  expect(range("1us", "8us", { scale: "log2" })).toEqual(["1us", "2us", "4us", "8us"]);
});

test.each([
  [range(10, 1, { steps: 3 }), "the range is empty: from 10 is not below to 1"],
  [range(0, 10, { steps: 3, scale: "log" }), "a log scale starts above 0, not at 0"],
  [range(1, 10, {}), 'a linear range needs "steps": how many values'],
  [range("1us", "1k/s", { steps: 3 }), "`from` and `to` must be two numbers, two durations in time, or two rates"],
])("a range that has no values says why (%#)", (found, message) => {
  expect(found).toEqual(new Error(message));
});

test("combinations go through the last axis fastest, and a point is named by its setting", () => {
  const all = combinations({ notify: ["qemu", "iofd"], "regions.count": [1, 2] });
  expect(all.map(pointId)).toEqual([
    "notify=qemu,regions.count=1",
    "notify=qemu,regions.count=2",
    "notify=iofd,regions.count=1",
    "notify=iofd,regions.count=2",
  ]);
});

test("without axes there is one point", () => {
  expect(combinations({}).map(pointId)).toEqual(["only"]);
});

test("setting a value at a path leaves the rest and the original alone", () => {
  const settings = { guest: { len: 4, space: "pio" } };
  expect(withValue(settings, "guest.len", 8)).toEqual({ guest: { len: 8, space: "pio" } });
  expect(settings.guest.len).toBe(4);
});
