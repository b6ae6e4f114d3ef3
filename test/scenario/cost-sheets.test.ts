import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shippedScenarios } from "../../bench/place.ts";
import { loadCostSheet } from "../../bench/scenario/cost-file.ts";
import { shippedSheets } from "../../bench/scenario/machine-spec.ts";

const good = `name: x
hardware: not stated
mitigations: none
stages:
  exit: { value: 10ns, kind: estimated, source: me }
  signal: { value: 0ns, kind: estimated, source: me }
  hop: { value: 30ns, kind: estimated, source: me }
  entry: { value: 10ns, kind: estimated, source: me }
`;
const faults = (text: string) =>
  loadCostSheet("x.yaml", text).faults.map(({ line, column, message }) => `${line}:${column}: ${message}`);

test("every shipped sheet is valid and named where scenarios look for it", () => {
  const found = readdirSync(join(shippedScenarios, "costs")).map((name) => `costs/${name}`);
  expect(found.sort()).toEqual([...shippedSheets].sort());
  for (const file of found)
    expect(loadCostSheet(file, readFileSync(join(shippedScenarios, file), "utf8")).faults).toEqual([]);
});

test("a number without a source is refused", () => {
  expect(faults(good.replace(", source: me", ""))).toEqual(['5:9: missing key "source" in stages.exit']);
});

test("totals and stages together are refused: the stages follow from the totals", () => {
  const totals = "totals:\n  - { space: pio, notify: iofd, value: 1us, devices: 0, kind: published, source: s }\n";
  expect(faults(good + totals)).toEqual([
    "5:3: a sheet has either totals or stages: the stages of totals follow from their differences",
  ]);
});

test("time in a sheet of cycles without a clock is refused", () => {
  expect(faults(`${good}  decode: { value: 20 cycles, kind: estimated, source: me }\n`)).toEqual([
    "5:18: without a clock, every duration must be in cycles",
    "6:20: without a clock, every duration must be in cycles",
    "7:17: without a clock, every duration must be in cycles",
    "8:19: without a clock, every duration must be in cycles",
  ]);
});

test("with a clock, cycles and time mix", () => {
  const { loaded } = loadCostSheet("x.yaml", `${good.replace("30ns", "60 cycles")}clock: 2 GHz\n`);
  expect(loaded!.sheet.stages.hop!.pio!.mean).toBe(30);
  expect(loaded!.numbers.map(({ name, value }) => [name, value])).toEqual([
    ["exit", 10],
    ["signal", 0],
    ["hop", 30],
    ["entry", 10],
  ]);
});

test("a sheet that prices nothing is refused", () => {
  expect(faults("name: x\nhardware: h\nmitigations: m\n")).toEqual([
    "1:1: the sheet prices nothing: give stages, or totals",
  ]);
});

test.each([
  ["a missing stage", good.replace(/ {2}signal.*\n/, ""), "5:3: no price for signal; write 0ns for what costs nothing"],
  [
    "lognormal without its spread",
    good.replace("kind: estimated, source: me }", "kind: estimated, source: me, distribution: lognormal }"),
    "5:9: stages.exit: distribution: lognormal and cv (its standard deviation over its mean) go together",
  ],
  ["a clock that stands still", `${good}clock: 0 GHz\n`, "9:8: clock: a clock must be above 0 Hz"],
  [
    "totals that make a hop cheaper than nothing",
    "name: x\nhardware: h\nmitigations: m\ntotals:\n  - { space: pio, notify: iofd, value: 5us, devices: 0, kind: published, source: s }\n  - { space: pio, notify: qemu, value: 1us, devices: 0, kind: published, source: s }\n",
    "5:3: these totals make hop by pio cost less than nothing",
  ],
  [
    "a cell given twice",
    "name: x\nhardware: h\nmitigations: m\ntotals:\n  - { space: pio, notify: iofd, value: 5us, devices: 0, kind: published, source: s }\n  - { space: pio, notify: iofd, value: 6us, devices: 0, kind: published, source: s }\n",
    "6:5: this cell is given twice",
  ],
])("%s is refused", (_, text, message) => {
  expect(faults(text)).toEqual([message]);
});
