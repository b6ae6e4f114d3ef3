import { expect, test } from "vitest";
import { printTitled } from "../../../bench/cli/tables/table.ts";
import type { QueueRow } from "../../../bench/experiment/result/measurement.ts";
import { measure } from "../../../bench/host/machine/measurement.ts";
import { incrementNames, increments, incrementTable } from "../../../bench/micro/increments.ts";
import { queueModels } from "../../../bench/micro/queue-models.ts";
import { compareQueues } from "../../../bench/micro/queue-speed.ts";
import { queueTable } from "../../../reports/findings/tables/queue-table.ts";

test.each(incrementNames)("with increments %s the queue and the heap end at the same time", (name) => {
  const [ours, heap] = [queueModels.EventQueue(name, 50), queueModels.HeapQueue(name, 50)];
  for (const model of [ours, heap]) {
    model.run();
    expect(model.operations).toBe(1 << 20);
  }
  expect(ours.now()).toBeGreaterThan(0);
  expect(ours.now()).toBe(heap.now());
});

const mean = (table: Float64Array) => table.reduce((sum, value) => sum + value, 0) / table.length;

test("increments are drawn as their names say", () => {
  const bimodal = incrementTable("90 % exponential(0.1), 10 % exponential(9.1)");
  expect(Math.abs(mean(bimodal) - 1)).toBeLessThan(0.02);
  const vm = incrementTable("as in a VM: whole ns, 25 % 0, 60 % to 2.2 us, 13 % to 120 us, 2 % 10 ms");
  const share = (low: number, high: number) => vm.filter((value) => value >= low && value <= high).length / increments;
  const shares = [share(0, 0), share(200, 2200), share(20_000, 120_000), share(1e7, 1e7)];
  expect(shares.map((value) => value.toFixed(2))).toEqual(["0.25", "0.60", "0.13", "0.02"]);
  expect(vm.every(Number.isInteger)).toBe(true);
  expect(new Set(incrementTable("0 to 15, whole: many tie")).size).toBe(16);
  expect(new Set(incrementTable("constant: all tie")).size).toBe(1);
  const scales = incrementTable("half to 0.001, half to 1000");
  expect((scales.filter((value) => value < 0.001).length / increments).toFixed(2)).toBe("0.50");
});

test("a short comparison times queue and heap, each in its thread", async () => {
  const rows = await compareQueues("short", () => {});
  expect(rows.map(({ increments, size }) => `${increments}; ${size}`)).toEqual([
    "exponential(1); 1000",
    "0 to 15, whole: many tie; 1000",
  ]);
  for (const { ours, heap, ratio } of rows) {
    expect(Math.min(ours, heap)).toBeGreaterThan(1);
    expect(Math.abs(Math.log((ratio * ours) / heap))).toBeLessThan(1);
  }
});

const row: QueueRow = { increments: "a<b", size: 100_000, ours: 40.04, heap: 80.06, ratio: 2.004 };
const slow: QueueRow = { ...row, size: 16, ratio: 0.894 };

test("the table has one row a queue size, and its note counts the slow rows", () => {
  const titled = queueTable(measure({ workers: 1, queue: [row, slow] }))!;
  expect(titled.table.rows[0]).toEqual(["a<b", "100 000", "40 ns", "80.1 ns", "2.00×"]);
  expect(titled.note).toContain("1 of 2 rows are below 0.9×, and none should be.");
  expect(printTitled(titled)).toContain("1 of 2 rows are below 0.9×, and none should be.");
  expect(queueTable(measure({ workers: 1, queue: [row] }))!.note).toContain("None of 1 rows is below 0.9×.");
});

test("a measurement without queue timings has no table", () => {
  const older = queueTable(measure({ workers: 1 }));
  expect([older, printTitled(older)]).toEqual([null, ""]);
});
