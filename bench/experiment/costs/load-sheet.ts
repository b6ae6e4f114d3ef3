/** Reads a cost sheet file: the prices for the model, and the numbers for the report. */

import type { CostSheet } from "../../../sim/index.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import { faultsOf } from "../input/schema-faults.ts";
import { readYaml, type SourceDocument } from "../input/yaml.ts";
import type { CostCell, CostNumber } from "../result/cost-number.ts";
import { pricedSheet } from "./price-sheet.ts";
import { type CostSheetFile, costSheetSchema } from "./schema.ts";
import { cellsOf, durations, inUnitOf, namedNumbers, numbersOf, timeUnit } from "./sheet-numbers.ts";

/** A cost sheet: the prices for the model, and the numbers behind them. */
export interface LoadedSheet {
  readonly sheet: CostSheet;
  readonly hardware: string;
  readonly mitigations: string;
  /** Cycles a nanosecond, where stated. */
  readonly clock: number | undefined;
  readonly numbers: readonly CostNumber[];
  readonly cells: readonly CostCell[];
  /** The file, to price it again with other values. */
  readonly file: CostSheetFile;
}

/** Whether a file is meant as a cost sheet rather than a scenario. */
export function isCostSheet({ value }: SourceDocument): boolean {
  if (value === null || typeof value !== "object") return false;
  return "hardware" in value && !("guest" in value) && !("costs" in value);
}

/** Parses a cost sheet; all faults at once. */
export function loadCostSheet(file: string, text: string): { loaded?: LoadedSheet; faults: Fault[] } {
  const source = readYaml(file, text);
  if (source.faults.length > 0) return { faults: [...source.faults] };
  const parsed = costSheetSchema.safeParse(source.value);
  if (!parsed.success)
    return {
      faults: faultsOf(parsed.error, source, costSheetSchema),
    };
  const faults = inconsistencies(parsed.data, source);
  return faults.length > 0 ? { faults } : { loaded: load(parsed.data), faults };
}

function inconsistencies(file: CostSheetFile, source: SourceDocument): Fault[] {
  const faults: Fault[] = [];
  const report: ReportFault = (path, message) => {
    const fault = source.faultAt(path, message);
    faults.push(fault);
    return fault;
  };
  const unit = timeUnit(file);
  for (const { path, duration } of durations(file)) {
    if (unit === "cycles" && duration.unit === "ns") report(path, "without a clock, every duration must be in cycles");
  }
  checkRanges(file, report);
  if (file.totals.length > 0) checkTotals(file, report);
  else checkStages(file, report);
  file.idle.forEach((state, i) => {
    const before = file.idle[i - 1];
    if (before && before.residency.value >= state.residency.value) {
      report(["idle", i, "residency"], "idle states are listed by growing residency");
    }
  });
  return faults;
}

function checkRanges(file: CostSheetFile, report: ReportFault): void {
  const inUnit = inUnitOf(file);
  for (const { path, keys, number } of namedNumbers(file)) {
    if (number.range && number.spread !== undefined) report([...path, "spread"], "give a range or a spread, not both");
    const [low, high] = number.range?.map(inUnit) ?? [];
    if (low === undefined || high === undefined) continue;
    const value = inUnit(number.value);
    if (!(low <= value && value <= high)) report([...path, keys.range], "a range is [low, high] with the value within");
  }
}

function checkTotals(file: CostSheetFile, report: ReportFault): void {
  if (Object.keys(file.stages).length > 0) {
    report(["stages"], "a sheet has either totals or stages: the stages of totals follow from their differences");
  }
  const names = file.totals.map(({ space, notify, match }) => `${space} ${notify} ${match}`);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0) report(["totals", twice], "this cell is given twice");
  if (names.includes("pio iofd wildcard")) checkDifferences(file, report);
  else report(["totals"], "totals need the cell { space: pio, notify: iofd, match: wildcard }: all others build on it");
}

function checkDifferences(file: CostSheetFile, report: ReportFault): void {
  for (const [stage, prices] of Object.entries(pricedSheet(file).stages)) {
    const negative = Object.entries(prices).find(([, price]) => price.mean < 0);
    if (negative) report(["totals"], `these totals make ${stage} by ${negative[0]} cost less than nothing`);
  }
}

/** Every stage that each doorbell spends needs a price; 0ns is one. */
function checkStages(file: CostSheetFile, report: ReportFault): void {
  const given = Object.keys(file.stages);
  const hop = given.includes("hop") ? [] : ["to-userspace", "to-kernel"];
  const missing = ["exit", "signal", "entry", ...hop].filter((stage) => !given.includes(stage));
  if (given.length === 0) report([], "the sheet prices nothing: give stages, or totals");
  else if (missing.length > 0)
    report(["stages"], `no price for ${missing.join(", ")}; write 0ns for what costs nothing`);
}

function load(file: CostSheetFile): LoadedSheet {
  const { hardware, mitigations, clock } = file;
  return {
    sheet: pricedSheet(file),
    hardware,
    mitigations,
    clock,
    numbers: numbersOf(file),
    cells: cellsOf(file),
    file,
  };
}
