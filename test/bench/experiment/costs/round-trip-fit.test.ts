import { expect, test } from "vitest";
import { pricesFromTotals, type TotalCell } from "../../../../bench/experiment/costs/round-trip-fit.ts";
import type { CostSheet } from "../../../../sim/index.ts";
import { run } from "../../../sim/model/machines.ts";

const step = 1.5;
const cell = (
  space: "pio" | "mmio",
  notify: "qemu" | "iofd",
  value: number,
  devices: number,
  match: "wildcard" | "datamatch" = "wildcard",
): TotalCell => ({ space, notify, value, devices, match });
const sheetOf = (cells: TotalCell[]): CostSheet => ({
  name: "totals",
  timeUnit: "ns",
  stages: pricesFromTotals(cells, step),
  thread: {},
  steps: { "bus-linear-step": step },
  idle: [],
});
const rtt = (costs: CostSheet, space: "pio" | "mmio", notify: "qemu" | "iofd") =>
  run({ kernel: "v7", costs, space, notify }).seen.rtt.mean;

test("every given cell comes out as given, the bus search it contained included", () => {
  const costs = sheetOf([cell("pio", "iofd", 2720, 1), cell("mmio", "iofd", 5000, 1), cell("mmio", "qemu", 9090, 0)]);
  expect(rtt(costs, "pio", "iofd")).toBe(2720);
  expect(rtt(costs, "mmio", "iofd")).toBe(5000);
  expect(rtt(costs, "mmio", "qemu")).toBe(9090);
});

test("a missing cell is predicted from the other space's hop", () => {
  const costs = sheetOf([cell("pio", "iofd", 2720, 1), cell("mmio", "iofd", 5000, 1), cell("mmio", "qemu", 9090, 0)]);
  expect(rtt(costs, "pio", "qemu")).toBe(2720 + 9090 - 5000);
});

test("with all cells given, the hop depends on the path", () => {
  const cells = [
    cell("pio", "iofd", 1762, 0),
    cell("pio", "qemu", 5287, 0),
    cell("mmio", "iofd", 3609, 0),
    cell("mmio", "qemu", 8796, 0),
  ];
  const { hop } = pricesFromTotals(cells, 0);
  expect([hop?.pio?.mean, hop?.mmio?.mean]).toEqual([3525, 5187]);
});

test("totals without the cell that all others build on are refused", () => {
  expect(() => pricesFromTotals([cell("mmio", "qemu", 9090, 0)], 0)).toThrow(
    "{ space: pio, notify: iofd, match: wildcard }",
  );
});
