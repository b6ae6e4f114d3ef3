/** Reads a cost sheet file into what the model charges and what a report says of its numbers. */

import { type CostSheet, type Price, pricesFromTotals, quantize } from "../../sim/index.ts";
import type { Fault } from "../fault.ts";
import { faultsOf } from "./complain.ts";
import { type CostSheetFile, costSheetSchema, type SheetNumber } from "./cost-schema.ts";
import type { Duration } from "./units.ts";
import { readYaml, type SourceDocument } from "./yaml.ts";

/** One number of a sheet with its origin, in the sheet's time unit. */
export interface CostNumber {
  readonly name: string;
  readonly value: number;
  readonly kind: SheetNumber["kind"];
  readonly flags: readonly string[];
  readonly source: string;
}

/** A published round trip of one path. */
export interface CostCell extends CostNumber {
  readonly space: "mmio" | "pio";
  readonly notify: "qemu" | "iofd";
  readonly match: "wildcard" | "datamatch";
  readonly role: "fitted" | "held-out";
}

/** A cost sheet as read: the model's prices, and the table of numbers behind them. */
export interface LoadedSheet {
  readonly sheet: CostSheet;
  readonly hardware: string;
  readonly mitigations: string;
  /** Cycles a nanosecond, where stated. */
  readonly clock: number | undefined;
  readonly numbers: readonly CostNumber[];
  readonly cells: readonly CostCell[];
}

/** Parses a cost sheet; all faults at once. */
export function loadCostSheet(file: string, text: string): { loaded?: LoadedSheet; faults: Fault[] } {
  const source = readYaml(file, text);
  if (source.faults.length > 0) return { faults: [...source.faults] };
  const parsed = costSheetSchema.safeParse(source.value);
  if (!parsed.success)
    return {
      faults: faultsOf(parsed.error, source, (path) => (path.length === 0 ? Object.keys(costSheetSchema.shape) : [])),
    };
  const faults = inconsistencies(parsed.data, source);
  return faults.length > 0 ? { faults } : { loaded: load(parsed.data), faults };
}

type Complain = (path: (string | number)[], message: string) => void;

function inconsistencies(file: CostSheetFile, source: SourceDocument): Fault[] {
  const faults: Fault[] = [];
  const complain: Complain = (path, message) => faults.push(source.faultAt(path, message));
  const unit = timeUnit(file);
  for (const [path, { unit: written }] of durations(file)) {
    if (unit === "cycles" && written === "ns") complain(path, "without a clock, every duration must be in cycles");
  }
  if (file.totals.length > 0) checkTotals(file, complain);
  else checkStages(file, complain);
  file.idle.forEach((state, i) => {
    const before = file.idle[i - 1];
    if (before && before.residency.value >= state.residency.value) {
      complain(["idle", i, "residency"], "idle states are listed by growing residency");
    }
  });
  return faults;
}

function checkTotals(file: CostSheetFile, complain: Complain): void {
  if (Object.keys(file.stages).length > 0) {
    complain(["stages"], "a sheet has either totals or stages: the stages of totals follow from their differences");
  }
  const names = file.totals.map(({ space, notify, match }) => `${space} ${notify} ${match}`);
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0) complain(["totals", twice], "this cell is given twice");
  if (names.includes("pio iofd wildcard")) checkDifferences(file, complain);
  else
    complain(["totals"], "totals need the cell { space: pio, notify: iofd, match: wildcard }: all others build on it");
}

function checkDifferences(file: CostSheetFile, complain: Complain): void {
  for (const [stage, prices] of Object.entries(load(file).sheet.stages)) {
    const negative = Object.entries(prices).find(([, price]) => price.mean < 0);
    if (negative) complain(["totals"], `these totals make ${stage} by ${negative[0]} cost less than nothing`);
  }
}

/** A stage that every doorbell spends must be priced; what costs nothing is written as 0ns. */
function checkStages(file: CostSheetFile, complain: Complain): void {
  const given = Object.keys(file.stages);
  const hop = given.includes("hop") ? [] : ["to-userspace", "to-kernel"];
  const missing = ["exit", "signal", "entry", ...hop].filter((stage) => !given.includes(stage));
  if (given.length === 0) complain([], "the sheet prices nothing: give stages, or totals");
  else if (missing.length > 0)
    complain(["stages"], `no price for ${missing.join(", ")}; write 0ns for what costs nothing`);
}

/** A sheet with cycles and no clock counts in cycles throughout. */
function timeUnit(file: CostSheetFile): "ns" | "cycles" {
  const cycles = durations(file).some(([, duration]) => duration.unit === "cycles");
  return cycles && file.clock === undefined ? "cycles" : "ns";
}

function durations(file: CostSheetFile): [path: (string | number)[], Duration][] {
  return [
    ...named(file).map(({ path, number }): [(string | number)[], Duration] => [[...path, "value"], number.value]),
    ...file.totals.map((cell, i): [(string | number)[], Duration] => [["totals", i, "value"], cell.value]),
    ...file.references.map((cell, i): [(string | number)[], Duration] => [["references", i, "value"], cell.value]),
    ...file.idle.map((state, i): [(string | number)[], Duration] => [["idle", i, "residency"], state.residency]),
    ...file.idle.map((state, i): [(string | number)[], Duration] => [
      ["idle", i, "exit-latency"],
      state["exit-latency"],
    ]),
  ];
}

function named(file: CostSheetFile): { path: string[]; number: SheetNumber }[] {
  const entries = ["stages", "thread", "steps"] as const;
  return entries.flatMap((group) =>
    Object.entries(file[group]).flatMap(([name, entry]) =>
      "value" in entry
        ? [{ path: [group, name], number: entry as SheetNumber }]
        : Object.entries(entry as Record<string, SheetNumber>).map(([space, number]) => ({
            path: [group, name, space],
            number,
          })),
    ),
  );
}

function load(file: CostSheetFile): LoadedSheet {
  const inUnit = (duration: Duration) =>
    duration.unit === "cycles" && file.clock ? duration.value / file.clock : duration.value;
  const steps = mapValues(file.steps, (number) => quantize(inUnit(number.value)));
  const totals = file.totals.map((cell) => ({ ...cell, value: inUnit(cell.value) }));
  const price = (number: SheetNumber) => priceOf(number, inUnit);
  const stages =
    totals.length > 0
      ? pricesFromTotals(totals, steps["bus-linear-step"] ?? 0)
      : mapValues(file.stages, (entry) =>
          "value" in entry ? { pio: price(entry), mmio: price(entry) } : mapValues(entry, price),
        );
  const idle = file.idle.map((state) => ({
    name: state.state,
    residency: inUnit(state.residency),
    exitLatency: inUnit(state["exit-latency"]),
  }));
  return {
    sheet: { name: file.name, timeUnit: timeUnit(file), stages, thread: mapValues(file.thread, price), steps, idle },
    hardware: file.hardware,
    mitigations: file.mitigations,
    clock: file.clock,
    numbers: numbersOf(file, inUnit),
    cells: cellsOf(file, inUnit),
  };
}

function priceOf(number: SheetNumber, inUnit: (duration: Duration) => number): Price {
  const mean = inUnit(number.value);
  if (number.distribution === "lognormal") return { kind: "lognormal", mean, cv: number.cv ?? 1 };
  return { kind: number.distribution, mean };
}

function numbersOf(file: CostSheetFile, inUnit: (duration: Duration) => number): CostNumber[] {
  const plain = named(file).map(({ path, number }) => ({
    name: path.slice(1).join("."),
    ...origin(number),
    value: inUnit(number.value),
  }));
  const idle = file.idle.map((state) => ({
    name: `idle ${state.state} exit latency`,
    ...origin(state),
    value: inUnit(state["exit-latency"]),
  }));
  return [...plain, ...idle];
}

function cellsOf(file: CostSheetFile, inUnit: (duration: Duration) => number): CostCell[] {
  const cells = [...file.totals.map((cell) => ({ ...cell, role: "fitted" as const })), ...file.references];
  return cells.map(({ space, notify, match, role, ...cell }) => ({
    name: `${notify}-${space}${match === "datamatch" ? "-datamatch" : ""}`,
    space,
    notify,
    match,
    role,
    ...origin(cell),
    value: inUnit(cell.value),
  }));
}

const origin = ({ kind, flags, source }: Pick<CostNumber, "kind" | "flags" | "source">) => ({ kind, flags, source });

function mapValues<Key extends string, In, Out>(
  record: { [key in Key]?: In | undefined },
  map: (value: In) => Out,
): { [key in Key]?: Out } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined) as [Key, In][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value)])) as { [key in Key]?: Out };
}
