import { expect, test } from "vitest";
import { insertDigit, NearList, rankOf } from "../../../../sim/engine/queue/near-list.ts";
import { REG } from "../../../../sim/engine/queue/registers.ts";

const infinity = Number.POSITIVE_INFINITY;

test("a rank counts the times that are not later, equal ones included, but no free places", () => {
  const times = Float64Array.of(3, 1, infinity, 2, 3, infinity, infinity, infinity);
  expect([0.5, 1, 2.5, 3, 1e308].map((time) => rankOf(times, time))).toEqual([0, 1, 2, 4, 4]);
});

test("the highest digit of an order moves to its rank, and the digits from there on move up", () => {
  expect([0, 3, 6, 7].map((rank) => (insertDigit(0x76543210, rank) >>> 0).toString(16))).toEqual([
    "65432107",
    "65437210",
    "67543210",
    "76543210",
  ]);
});

test("a near list of eight is full, and keeps equal times in order of insertion", () => {
  const registers = new Float64Array(REG.SIZE);
  const near = new NearList(registers);
  [5, 3, 5, 1, 5, 3, 9, 1].forEach((time, i) => {
    expect(near.full).toBe(false);
    registers[REG.TIME] = time;
    near.insert(8 * i);
  });
  expect(near.full).toBe(true);
  const inOrder = [0, 1, 2, 3, 4, 5, 6, 7].map((rank) => near.slots[near.placeOf(rank)]! / 8);
  expect(inOrder).toEqual([3, 7, 1, 5, 0, 2, 4, 6]);
});
