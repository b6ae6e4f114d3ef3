import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/engine/index.ts";
import { eventQueue, heapQueue, type QueueUnderTest, sortedArray } from "./queue-under-test.ts";

type Operation =
  | { put: number }
  | { tie: number }
  | { pop: number; within: number }
  | { cancel: number }
  | { burst: number };

const delays = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.constantFrom(1e-320, 1e-17, 1e-9, 0.1, 1e6, 1e15, 2 ** 53, 1e300, 1.7e308),
);

const operations = fc.array(
  fc.oneof<fc.Arbitrary<Operation>[]>(
    fc.record({ put: delays }),
    fc.record({ tie: fc.nat(50) }),
    fc.record({ pop: fc.integer({ min: 1, max: 20 }), within: fc.constantFrom(0, 0.5, 3, Number.POSITIVE_INFINITY) }),
    fc.record({ cancel: fc.nat(1000) }),
    fc.record({ burst: fc.integer({ min: 1, max: 120 }) }),
  ),
  { maxLength: 120 },
);

/** Runs the operations and returns what was fired, and when. */
function trace(queue: QueueUnderTest, todo: readonly Operation[]): string {
  const fired: string[] = [];
  const keys = new Map<number, number>();
  const times: number[] = [];
  let next = 0;
  const put = (delay: number): void => {
    if (!(queue.now + delay < Number.POSITIVE_INFINITY)) return;
    times.push(queue.now + delay);
    keys.set(next, queue.put(delay, next));
    next++;
  };
  const pop = (limit: number): boolean => {
    const argument = queue.pop(limit);
    fired.push(`${argument}@${queue.now}`);
    if (argument >= 0 && !keys.delete(argument)) throw new Error(`event ${argument} fired twice, or was cancelled`);
    return argument >= 0;
  };
  for (const operation of todo) {
    if ("put" in operation) put(operation.put);
    else if ("tie" in operation) {
      // As near as can be to an event put before: the same time but for the rounding of a difference.
      const time = times.at(-1 - operation.tie) ?? queue.now;
      if (time >= queue.now) put(time - queue.now);
    } else if ("pop" in operation) {
      const limit = queue.now + operation.within;
      for (let i = 0; i < operation.pop && pop(limit); i++);
    } else if ("cancel" in operation) {
      const pending = [...keys.keys()];
      const victim = pending[operation.cancel % Math.max(1, pending.length)];
      if (victim === undefined) continue;
      queue.cancel(keys.get(victim)!);
      keys.delete(victim);
    } else for (let i = 0; i < operation.burst; i++) put(((i * 7919) % 101) * 0.01);
  }
  while (pop(Number.POSITIVE_INFINITY));
  return fired.join(" ");
}

for (const [name, make] of Object.entries({ eventQueue, heapQueue })) {
  describe(name, () => {
    test("fires in order of time and insertion, whatever is put, taken and cancelled", () => {
      fc.assert(
        fc.property(operations, (todo) => {
          expect(trace(make(), todo)).toBe(trace(sortedArray(), todo));
        }),
        { numRuns: 1500, seed: 4 },
      );
    });

    test("fires a thousand ties in order of insertion, also those put while the first of them fire", () => {
      const queue = make();
      for (let i = 0; i < 1000; i++) queue.put(5, i);
      const fired: number[] = [];
      for (let i = 0; i < 500; i++) fired.push(queue.pop(5));
      for (let i = 1000; i < 1500; i++) queue.put(0, i);
      for (let i = 0; i < 1000; i++) fired.push(queue.pop(5));
      expect(fired).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    });
  });
}

/** Increments that queues have been broken by, in draws from two uniform variates. */
const increments: Record<string, (u: number, v: number) => number> = {
  exponential: (u) => -Math.log(1 - u),
  uniform: (u) => 2 * u,
  bimodal: (u, v) => (u < 0.9 ? 0.1 * v : 10 * v),
  constant: () => 1,
  "Pareto with an infinite variance": (u) => Math.exp(-Math.log(1 - u) / 1.2),
  "of a virtual machine": (u, v) =>
    u < 0.25 ? 0 : u < 0.85 ? Math.round(200 + 2000 * v) : u < 0.98 ? Math.round(20_000 + 100_000 * v) : 10_000_000,
  "16 integers": (u) => Math.floor(16 * u),
  "of all orders of magnitude": (u) => Math.exp(600 * u - 580),
  "a few ticks, or far": (u, v) => (u < 0.02 ? 1000 * v : Math.floor(4 * v) * 1e-6),
  "half near, half far": (u, v) => (u < 0.5 ? 0.001 * v : 1000 * v),
};

/** Runs both queues side by side over holds, cancelled time-outs and changing numbers of pending events. */
function compare(increment: (u: number, v: number) => number, size: number, operations: number): number {
  const stream = new RandomStreams({ seed: 11, replication: 0 }).stream("increments");
  const [ours, heap] = [eventQueue(), heapQueue()];
  let [argument, differences] = [0, 0];
  const put = (): [number, number] => {
    const delay = increment(stream.uniform(), stream.uniform());
    argument = (argument + 1) | 0;
    return [ours.put(delay, argument), heap.put(delay, argument)];
  };
  for (let i = 0; i < size; i++) put();
  for (let i = 0; i < operations; i += 2) {
    const fired = ours.pop(Number.POSITIVE_INFINITY);
    if (fired !== heap.pop(Number.POSITIVE_INFINITY) || ours.now !== heap.now) differences++;
    put();
    if (i % 6 !== 0) continue;
    const [key, heapKey] = put();
    ours.cancel(key);
    heap.cancel(heapKey);
    i += 2;
  }
  return differences;
}

describe.each(Object.entries(increments))("with increments %s", (_name, increment) => {
  test.each([
    [16, 300_000],
    [1000, 400_000],
    [30_000, 600_000],
  ])("fires as a binary heap does, %i events pending, %i operations", (size, operations) => {
    expect(compare(increment, size, operations)).toBe(0);
  });
});

test("cancelled events far in the future do not pile up", () => {
  const { queue, put, pop } = eventQueue();
  for (let i = 0; i < 300_000; i++) {
    const timeout = put(1e9 + (i % 3) * i, 0);
    put(1, 0);
    queue.cancel(timeout);
    pop(Number.POSITIVE_INFINITY);
  }
  expect(queue.size).toBe(0);
  expect(queue.words.length).toBeLessThan(65_536);
});

test.each([0.1, 1e6 / 3, 1e9 + 0.1, 1e15 / 3])(
  "fires events that lie as close together as times can, at %d",
  (start) => {
    const queue = eventQueue();
    const spacing = 2 ** (Math.floor(Math.log2(start)) - 52);
    for (let i = 0; i < 1000; i++) queue.put(start + (i % 100) * spacing, i);
    const fired: number[] = [];
    for (let argument = queue.pop(2 * start); argument >= 0; argument = queue.pop(2 * start)) fired.push(argument);
    const inOrder = Array.from({ length: 1000 }, (_, i) => Math.floor(i / 10) + 100 * (i % 10));
    expect(fired).toEqual(inOrder);
  },
);

test.each([
  ["closer together than any bucket is wide", 1e-310, (u: number) => u],
  ["over all orders of magnitude", 1, (u: number) => Math.exp(-700 * u)],
])("fires 20,000 events that lie %s in order", (_name, scale, spread) => {
  const stream = new RandomStreams({ seed: 3, replication: 0 }).stream("times");
  const times = Array.from({ length: 20_000 }, () => scale * spread(stream.uniform()));
  const queue = eventQueue();
  for (const [i, time] of times.entries()) queue.put(time, i);
  const inOrder = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
  expect(inOrder.map(() => queue.pop(Number.POSITIVE_INFINITY))).toEqual(inOrder);
});

test("what is due now precedes what is put now, also when so many are due that the later ones have to make room", () => {
  const queue = eventQueue();
  for (let i = 0; i < 8; i++) queue.put(1, i);
  const fired = [queue.pop(1)];
  for (let i = 8; i < 12; i++) queue.put(1, i);
  queue.put(0, 12);
  for (let i = 0; i < 12; i++) fired.push(queue.pop(2));
  expect(fired).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 12, 8, 9, 10, 11]);
});
