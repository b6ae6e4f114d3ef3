import { expect, test } from "vitest";
import { ThroughputMeter } from "../../../../sim/model/observe/throughput-meter.ts";

function flowOf(instants: readonly number[], lump = 1): ThroughputMeter {
  const flow = new ThroughputMeter(lump);
  for (const at of instants) flow.pass(at);
  return flow;
}

test("what passes every 5 passes at a rate of 1 in 5, in any order, one by one or two at once", () => {
  expect(flowOf([0, 5, 10, 15]).rate).toBe(1 / 5);
  expect(flowOf([10, 0, 15, 5]).rate).toBe(1 / 5);
  expect(flowOf([0, 0, 5, 5, 10, 10]).rate).toBe(2 / 5);
});

test("lumps of 3 that are spread over their time pass at their rate too: what is counted begins with the first one's end", () => {
  expect(flowOf([0, 1, 2, 10, 11, 12, 20, 21, 22], 3).rate).toBe(3 / 10);
});

test("one instant is no rate, nor is none", () => {
  expect([flowOf([7, 7, 7]).rate, flowOf([]).rate, flowOf([1, 2], 4).rate]).toEqual([0, 0, 0]);
  expect([flowOf([]).first, flowOf([]).last, flowOf([2, 3]).first, flowOf([2, 3]).last]).toEqual([
    -Infinity,
    -Infinity,
    2,
    3,
  ]);
});
