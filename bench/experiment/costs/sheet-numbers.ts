/** The numbers of a cost sheet by the names that reports use, in the sheet's time unit. */

import type { Duration } from "../input/units.ts";
import type { CostCell, CostNumber } from "../result/cost-number.ts";
import type { CostSheetFile, SheetNumber } from "./schema.ts";
import { assumedRange } from "./uncertainty.ts";

/** A number and its place in the file. */
export interface NamedNumber {
  readonly name: string;
  readonly path: readonly (string | number)[];
  /** The keys of its value and of its range at that place. */
  readonly keys: { readonly value: string; readonly range: string };
  readonly number: Varied;
}
const plainKeys = { value: "value", range: "range" };
type Varied = Pick<SheetNumber, "value" | "kind" | "flags" | "source" | "range" | "spread">;

/** A sheet with cycles and without a clock counts in cycles. */
export function timeUnit(file: CostSheetFile): "ns" | "cycles" {
  const cycles = durations(file).some(({ duration }) => duration.unit === "cycles");
  return cycles && file.clock === undefined ? "cycles" : "ns";
}

/** A duration in the sheet's time unit. */
export function inUnitOf(file: CostSheetFile): (duration: Duration) => number {
  return ({ value, unit }) => (unit === "cycles" && file.clock ? value / file.clock : value);
}

/** Every duration of the file, and its place. */
export function durations(file: CostSheetFile): { path: readonly (string | number)[]; duration: Duration }[] {
  return [
    ...namedNumbers(file).flatMap(({ path, keys, number }) => [
      { path: [...path, keys.value], duration: number.value },
      ...(number.range ?? []).map((duration, i) => ({ path: [...path, keys.range, i], duration })),
    ]),
    ...file.references.map((cell, i) => ({ path: ["references", i, "value"], duration: cell.value })),
  ];
}

/** Every number that is a price. */
export function namedNumbers(file: CostSheetFile): NamedNumber[] {
  return [
    ...stageNumbers(file),
    ...file.totals.map((number, i) => ({ name: cellName(number), path: ["totals", i], keys: plainKeys, number })),
    ...file.idle.flatMap((state, i) => idleNumbers(state, ["idle", i])),
  ];
}

/** The two numbers of an idle state: its exit latency and its target residency. */
function idleNumbers(state: CostSheetFile["idle"][number], path: NamedNumber["path"]): NamedNumber[] {
  return [
    {
      name: idleName(state.state, "exit latency"),
      path,
      keys: { value: "exit-latency", range: "range" },
      number: { ...state, value: state["exit-latency"] },
    },
    {
      name: idleName(state.state, "target residency"),
      path,
      keys: { value: "residency", range: "residency-range" },
      number: { ...state, value: state.residency, range: state["residency-range"] },
    },
  ];
}

/** `iofd-pio`, `iofd-mmio-datamatch`. */
export function cellName({ notify, space, match }: Pick<CostCell, "notify" | "space" | "match">): string {
  return `${notify}-${space}${match === "datamatch" ? "-datamatch" : ""}`;
}

/** The name of a number of an idle state. */
export function idleName(state: string, what: "exit latency" | "target residency"): string {
  return `idle ${state} ${what}`;
}

/** The prices of parts. Totals are not among them: they are cells. */
export function numbersOf(file: CostSheetFile): CostNumber[] {
  const isCell = ({ path }: NamedNumber) => path[0] === "totals";
  return namedNumbers(file).flatMap((named) => (isCell(named) ? [] : [costNumber(file, named)]));
}

/** The published round trips: first those that the sheet is made from, then those to compare it with. */
export function cellsOf(file: CostSheetFile): CostCell[] {
  const totals = namedNumbers(file).filter(({ path }) => path[0] === "totals");
  const inUnit = inUnitOf(file);
  return [
    ...file.totals.map(({ space, notify, match }, i) => {
      return { space, notify, match, role: "fitted" as const, ...costNumber(file, totals[i]!) };
    }),
    ...file.references.map(({ space, notify, match, role, kind, flags, source, value }) => {
      const name = cellName({ space, notify, match });
      return { name, space, notify, match, role, kind, flags, source, value: inUnit(value), range: null };
    }),
  ];
}

function costNumber(file: CostSheetFile, { name, number }: NamedNumber): CostNumber {
  const inUnit = inUnitOf(file);
  const { kind, flags, source, range, spread } = number;
  const value = inUnit(number.value);
  const stated =
    range?.map(inUnit) ?? (spread === undefined ? undefined : [value * (1 - spread), value * (1 + spread)]);
  return {
    name,
    kind,
    flags,
    source,
    value,
    range: stated ? { low: stated[0]!, high: stated[1]!, basis: "stated" } : assumedRange(value, number),
  };
}

function stageNumbers(file: CostSheetFile): NamedNumber[] {
  return (["stages", "thread", "steps"] as const).flatMap((group) =>
    Object.entries(file[group]).flatMap(([name, entry]) =>
      "value" in entry
        ? [{ name, path: [group, name], keys: plainKeys, number: entry as SheetNumber }]
        : Object.entries(entry as Record<string, SheetNumber>).map(([space, number]) => ({
            name: `${name}.${space}`,
            path: [group, name, space],
            keys: plainKeys,
            number,
          })),
    ),
  );
}
