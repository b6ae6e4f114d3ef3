import { expect, test } from "vitest";
import { Flow } from "../../sim/model/flow.ts";

function flowOf(instants: readonly number[]): Flow {
  const flow = new Flow();
  for (const at of instants) flow.pass(at);
  return flow;
}

test("what passes every 5 passes at a rate of 1 in 5, in any order, one by one or two at once", () => {
  expect(flowOf([0, 5, 10, 15]).rate).toBe(1 / 5);
  expect(flowOf([10, 0, 15, 5]).rate).toBe(1 / 5);
  expect(flowOf([5, 5, 0, 0, 10, 10]).rate).toBe(2 / 5);
});

test("one instant is no rate, nor is none", () => {
  expect([flowOf([7, 7, 7]).rate, flowOf([]).rate]).toEqual([0, 0]);
  expect([flowOf([]).first, flowOf([]).last, flowOf([3, 2]).first, flowOf([3, 2]).last]).toEqual([
    Infinity,
    -Infinity,
    2,
    3,
  ]);
});
