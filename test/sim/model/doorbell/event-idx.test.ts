import fc from "fast-check";
import { expect, test } from "vitest";
import { needsEvent, u16 } from "../../../../sim/model/doorbell/event-idx.ts";
import { NotificationSuppression } from "../../../../sim/model/doorbell/notification-suppression.ts";

const index = fc.integer({ min: 0, max: 0xffff });

test("an event is needed exactly if the index moved over it, wherever the 16 bits wrap", () => {
  fc.assert(
    fc.property(index, index, fc.integer({ min: 0, max: 300 }), (event, before, moved) => {
      const passed = Array.from({ length: moved }, (_, i) => u16(before + i));
      expect(needsEvent(event, u16(before + moved), before)).toBe(passed.includes(event));
    }),
    {
      numRuns: 2000,
      examples: [
        [0xffff, 0xffff, 1],
        [0, 0xffff, 1],
        [0, 0xffff, 2],
        [5, 5, 0],
      ],
    },
  );
});

test("the arithmetic does not depend on where in 2^16 the ring stands", () => {
  fc.assert(
    fc.property(index, index, index, index, (event, after, before, shift) => {
      const shifted = needsEvent(u16(event + shift), u16(after + shift), u16(before + shift));
      expect(shifted).toBe(needsEvent(event, after, before));
    }),
  );
});

test("after enable the next entry is told of, and the following ones are not", () => {
  const queue = new NotificationSuppression("event-idx");
  expect([1, 2, 3].map(() => queue.added())).toEqual([true, false, false]);
  queue.rearm();
  expect([1, 2, 3].map(() => queue.added())).toEqual([true, false, false]);
  queue.rearm();
  expect(queue.added("looking")).toBe(false);
});

test("a taker that never looks again is told once in 65536 entries", () => {
  const queue = new NotificationSuppression("event-idx");
  const told = Array.from({ length: 3 * 0x10000 + 1 }, () => queue.added()).filter(Boolean).length;
  expect(told).toBe(4);
});

test("without suppression every entry is told of", () => {
  const queue = new NotificationSuppression("none");
  expect([queue.added(), queue.added("looking"), queue.added()]).toEqual([true, true, true]);
});
