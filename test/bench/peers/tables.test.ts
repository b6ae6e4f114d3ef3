import { expect, test } from "vitest";
import { printTitled } from "../../../bench/cli/tables/table.ts";
import type { PeerRow } from "../../../bench/experiment/result/measurement.ts";
import { pageLibraries } from "../../../bench/host/files/page-libraries.ts";
import { measure } from "../../../bench/host/machine/measurement.ts";
import { peersTable } from "../../../reports/findings/tables/peers-table.ts";
import { renderReport } from "../../../reports/page/report.ts";

const row: PeerRow = {
  workload: "HOLD",
  size: 1000,
  unit: "events",
  engine: "ns-3 with MapScheduler",
  version: "3.37",
  style: "events",
  operations: 2_000_000,
  rate: 7_050_000,
  low: 6_900_000,
  high: 7_100_000,
  ratio: 5.9,
};
const wait: PeerRow = { ...row, workload: "M/M/1 at 0.8", size: 0, unit: "customers", engine: "a<b", ratio: 1 };
const measured = measure({ workers: 1, peers: { rounds: 5, rows: [row, wait] }, absent: ["SimPy: not here"] });

test("the page has a row an engine, with the spread of its rounds and the ratio, and names the absent", async () => {
  const page = await renderReport([measured], pageLibraries());
  expect(page).toContain("Discrete-event engines side by side");
  expect(page).toContain(
    '<td>HOLD, 1 000 pending</td><td>events</td><td>ns-3 with MapScheduler 3.37</td><td class="n">2 000 000 events</td><td class="n">7.05M/s</td><td class="n">6.9M/s to 7.1M/s</td><td class="n">5.90</td>',
  );
  expect(page).toContain("<td>M/M/1 at 0.8</td>");
  expect(page).toContain("a&lt;b");
  expect(page).toContain("Absent here: SimPy: not here.");
});

test("the terminal has the same rows", () => {
  const lines = printTitled(peersTable(measured))
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));
  expect(lines[0]).toEqual(["Discrete-event engines side by side"]);
  expect(lines[4]).toEqual([
    "HOLD, 1 000 pending",
    "events",
    "ns-3 with MapScheduler 3.37",
    "2 000 000 events",
    "7.05M/s",
    "6.9M/s to 7.1M/s",
    "5.90",
  ]);
});

test("a measurement without peers, such as an older iofd wrote, says nothing of them", async () => {
  const { peers: _, ...older } = measured;
  expect([peersTable(older), printTitled(peersTable(older))]).toEqual([null, ""]);
  expect(await renderReport([older], pageLibraries())).not.toContain("side by side");
});
