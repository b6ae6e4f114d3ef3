import { expect, test } from "vitest";
import { printTitled } from "../../../bench/cli/tables/table.ts";
import type { ModelRow } from "../../../bench/experiment/result/measurement.ts";
import { measure } from "../../../bench/host/machine/measurement.ts";
import { eventsPerDoorbell, machineModel } from "../../../bench/micro/machine-model.ts";
import { machinePath, machinePathNames } from "../../../bench/micro/machine-paths.ts";
import { compareModelWithEngine } from "../../../bench/micro/model-speed.ts";
import { modelTable } from "../../../reports/findings/tables/model-table.ts";
import { workerKind } from "../../../sim/index.ts";

test("each path has the machine of its name", () => {
  const machines = machinePathNames.map((name) => machinePath(name).machine);
  expect(
    machines.map((machine) => `${machine.notify}, ${machine.kernel}, ${workerKind(machine)}, ${machine.return?.kind}`),
  ).toEqual([
    "iofd, v7, counter, undefined",
    "iofd, upstream, counter, undefined",
    "qemu, v7, counter, undefined",
    "iofd, upstream, iothread, undefined",
    "qemu, upstream, iothread, undefined",
    "iofd, upstream, iothread, irqfd",
    "iofd, upstream, vhost, undefined",
  ]);
});

test.each(machinePathNames)("path %s rings 500 doorbells in each run", (name) => {
  const { machine } = machinePath(name);
  const { run, operations } = machineModel(machine, 500);
  expect(operations).toBe(500);
  for (let i = 0; i < 2; i++) run();
  expect(eventsPerDoorbell(machine, 500)).toBeGreaterThan(1);
  expect(eventsPerDoorbell(machine, 500)).toBeLessThan(20);
});

const deep = { kind: "closed", think: { kind: "constant", mean: 1 }, depth: 64 } as const;

test("a machine that rings less than one doorbell a request is an error", () => {
  const { machine } = machinePath("iothread");
  const { run } = machineModel({ ...machine, virtqueue: { suppression: "event-idx" }, workload: deep }, 500);
  expect(run).toThrow(/500 requests rang \d+ doorbells/);
});

test("a short comparison times model and engine, each in its thread", async () => {
  const rows = await compareModelWithEngine("short", () => {});
  expect(rows.map(({ path, doorbells }) => `${path}; ${doorbells}`)).toEqual([
    "iothread; 20000",
    "qemu, upstream; 20000",
  ]);
  for (const { doorbell, events, hold, share } of rows) {
    expect(Math.min(doorbell, hold)).toBeGreaterThan(1);
    expect(Math.abs(Math.log((share * doorbell) / (events * hold)))).toBeLessThan(1);
  }
});

const row: ModelRow = {
  path: "vhost",
  origin: "write-rate, a<b",
  doorbells: 100_000,
  doorbell: 1250,
  events: 5.774,
  hold: 50,
  share: 0.231,
};

test("a row names the path, its speeds and the origin of its machine", () => {
  const titled = modelTable(measure({ workers: 1, model: [row] }))!;
  const cells = ["vhost", "1 250 ns", "800k/s", "5.77", "4.62M/s", "20M/s", "23.1 %"];
  const machine = "write-rate, a<b; 100 000 doorbells";
  expect(titled.table.rows).toEqual([[...cells, machine]]);
  const lines = printTitled(titled).split("\n");
  expect(lines.at(-1)!.trim().split(/ {2,}/)).toEqual([...cells, machine]);
});

test("a measurement without model timings has no table", () => {
  const older = modelTable(measure({ workers: 1 }));
  expect([older, printTitled(older)]).toEqual([null, ""]);
});
