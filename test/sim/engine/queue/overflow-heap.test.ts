import { expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/engine/index.ts";
import { OverflowHeap } from "../../../../sim/engine/queue/overflow-heap.ts";
import { REG } from "../../../../sim/engine/queue/registers.ts";

interface Entry {
  readonly time: number;
  readonly serial: number;
  readonly slot: number;
}

/** A heap and its specification: a list that is sorted before each take. */
function heapAndList() {
  const registers = new Float64Array(REG.SIZE);
  const heap = new OverflowHeap(registers);
  let list: Entry[] = [];
  let [firstSerial, lastSerial] = [0, 0];
  return {
    put(time: number, slot: number, end: "first" | "last") {
      registers[REG.TIME] = time;
      if (end === "first") heap.pushFirst(slot);
      else heap.push(slot);
      list.push({ time, slot, serial: end === "first" ? --firstSerial : ++lastSerial });
    },
    take(): { heap: [number, number]; list: [number, number] } {
      list.sort((a, b) => a.time - b.time || a.serial - b.serial);
      const entry = list.shift();
      const seen: [number, number] = [heap.firstTime, heap.take()];
      return { heap: seen, list: entry ? [entry.time, entry.slot] : [Number.POSITIVE_INFINITY, -1] };
    },
    filter(keep: (slot: number) => boolean) {
      heap.filter(keep);
      list = list.filter(({ slot }) => keep(slot));
    },
    first: () => heap.firstTime,
  };
}

test("the heap returns events in order of time, and ties in the order in which they were put first or last", () => {
  const stream = new RandomStreams({ seed: 5, replication: 0 }).stream("heap");
  const both = heapAndList();
  let differences = 0;
  for (let slot = 0; slot < 8 * 40_000; slot += 8) {
    const what = stream.uniform();
    const time = Math.floor(20 * stream.uniform());
    if (what < 0.4) both.put(time, slot, "last");
    else if (what < 0.6) both.put(Math.min(both.first(), 20), slot, "first");
    else if (what < 0.605) both.filter((one) => (one >> 3) % 7 !== 0);
    else {
      const { heap, list } = both.take();
      if (heap[0] !== list[0] || heap[1] !== list[1]) differences++;
    }
  }
  expect(differences).toBe(0);
});
