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
  expect(faults(`${good}  entry: { value: 20 cycles, kind: estimated, source: me }\n`)).toEqual([
    "5:18: without a clock, every duration must be in cycles",
  ]);
});

test("with a clock, cycles and time mix", () => {
  const { loaded } = loadCostSheet(
    "x.yaml",
    `${good}  entry: { value: 20 cycles, kind: estimated, source: me }\nclock: 2 GHz\n`,
  );
  expect(loaded!.sheet.stages.entry!.pio!.mean).toBe(10);
  expect(loaded!.numbers.map(({ name, value, kind }) => [name, value, kind])).toEqual([
    ["exit", 10, "estimated"],
    ["entry", 10, "estimated"],
  ]);
});

test("a sheet that prices nothing is refused", () => {
  expect(faults("name: x\nhardware: h\nmitigations: m\n")).toEqual([
    "1:1: the sheet prices nothing: give stages, or totals",
  ]);
});
