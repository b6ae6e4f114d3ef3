import { expect, test } from "vitest";
import { RandomStreams } from "../../../../sim/engine/index.ts";
import { OverflowHeap } from "../../../../sim/engine/queue/overflow-heap.ts";
import { REG } from "../../../../sim/engine/queue/registers.ts";

interface Entry {
  readonly time: number;
  readonly serial: number;
  readonly slot: number;
}

/** A crowd and, beside it, the definition: a list that is sorted whenever something is taken. */
function crowdAndList() {
  const clock = new Float64Array(REG.SIZE);
  const crowd = new OverflowHeap(clock);
  let list: Entry[] = [];
  let [oldest, newest] = [0, 0];
  return {
    put(time: number, slot: number, end: "first" | "last") {
      clock[REG.TIME] = time;
      if (end === "first") crowd.pushFirst(slot);
      else crowd.push(slot);
      list.push({ time, slot, serial: end === "first" ? --oldest : ++newest });
    },
    take(): { crowd: [number, number]; list: [number, number] } {
      list.sort((a, b) => a.time - b.time || a.serial - b.serial);
      const entry = list.shift();
      const seen: [number, number] = [crowd.firstTime, crowd.take()];
      return { crowd: seen, list: entry ? [entry.time, entry.slot] : [Number.POSITIVE_INFINITY, -1] };
    },
    filter(keep: (slot: number) => boolean) {
      crowd.filter(keep);
      list = list.filter(({ slot }) => keep(slot));
    },
    first: () => crowd.firstTime,
  };
}

test("a crowd gives its events in order of time, and at one time as they were put: before or after all others there", () => {
  const stream = new RandomStreams({ seed: 5, replication: 0 }).stream("crowd");
  const both = crowdAndList();
  let differences = 0;
  for (let slot = 0; slot < 8 * 40_000; slot += 8) {
    const what = stream.uniform();
    const time = Math.floor(20 * stream.uniform());
    if (what < 0.4) both.put(time, slot, "last");
    else if (what < 0.6) both.put(Math.min(both.first(), 20), slot, "first");
    else if (what < 0.605) both.filter((one) => (one >> 3) % 7 !== 0);
    else {
      const { crowd, list } = both.take();
      if (crowd[0] !== list[0] || crowd[1] !== list[1]) differences++;
    }
  }
  expect(differences).toBe(0);
});
