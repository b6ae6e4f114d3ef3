import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCostSheet } from "../../../../bench/experiment/costs/load-sheet.ts";
import { shippedSheets } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios } from "../../../../bench/host/files/locations.ts";

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

const hop = "hop: { value: 30ns, kind: estimated, source: me";
const rangeOf = (hopEntry: string) => {
  const { loaded } = loadCostSheet("x.yaml", good.replace(hop, `hop: { ${hopEntry}, source: me`));
  return loaded!.numbers.find(({ name }) => name === "hop")!.range;
};

test.each([
  ["value: 40ns, kind: estimated, range: [30ns, 90ns]", { low: 30, high: 90, basis: "stated" }],
  ["value: 40ns, kind: estimated, spread: 25%", { low: 30, high: 50, basis: "stated" }],
  ["value: 40ns, kind: measured-here", { low: 38, high: 42, basis: "assumed" }],
  ["value: 40ns, kind: published", { low: 36, high: 44, basis: "assumed" }],
  ["value: 40ns, kind: derived", { low: 30, high: 50, basis: "assumed" }],
  ["value: 40ns, kind: estimated", { low: 20, high: 80, basis: "assumed" }],
  ["value: 40ns, kind: published, flags: [borrowed]", { low: 30, high: 50, basis: "assumed" }],
  ["value: 40ns, kind: estimated, flags: [borrowed]", { low: 20, high: 80, basis: "assumed" }],
  ["value: 40ns, kind: derived, flags: [upper-bound]", { low: 30, high: 40, basis: "assumed" }],
  ["value: 40ns, kind: derived, flags: [lower-bound]", { low: 40, high: 50, basis: "assumed" }],
] as const)("{ %s } may lie within %j", (entry, { low, high, basis }) => {
  expect(rangeOf(entry)).toEqual({ low: expect.closeTo(low, 9), high: expect.closeTo(high, 9), basis });
});

test.each([
  ["range: [40ns, 90ns]", "7:59: a range is [low, high] with the value within"],
  ["range: [90ns, 10ns]", "7:59: a range is [low, high] with the value within"],
  ["range: [10ns, 90ns], spread: 10%", "7:81: give a range or a spread, not both"],
  ["spread: 100%", "7:60: stages.hop.spread: a spread lies above 0% and below 100%"],
  ["spread: 0.1", "7:60: stages.hop.spread: expected a percentage, such as 20%"],
  ["range: 5ns", "7:59: stages.hop.range: expected [low, high], such as [200ns, 550ns]"],
  ["range: [1 cycles, 90ns]", "7:70: without a clock, every duration must be in cycles"],
])("an uncertainty of %s is refused where it stands", (entry, message) => {
  expect(faults(good.replace(hop, `${hop}, ${entry}`))).toContain(message);
});

test("every number of every shipped sheet lies within its range", () => {
  for (const file of shippedSheets) {
    const { numbers, cells } = loadCostSheet(file, readFileSync(join(shippedScenarios, file), "utf8")).loaded!;
    const varied = [...numbers, ...cells].filter(({ range }) => range !== null);
    expect(varied.filter(({ value, range }) => !(range!.low <= value && value <= range!.high))).toEqual([]);
    expect(varied.length).toBeGreaterThan(0);
  }
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
    "5:9: stages.exit: distribution: lognormal or hyperexponential, and cv (its standard deviation over its mean), go together",
  ],
  [
    "a hyperexponential that is less spread out than an exponential",
    good.replace(
      "kind: estimated, source: me }",
      "kind: estimated, source: me, distribution: hyperexponential, cv: 0.9 }",
    ),
    "5:9: stages.exit: a hyperexponential has a cv above 1",
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
