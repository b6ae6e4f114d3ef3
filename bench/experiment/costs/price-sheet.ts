/** Makes the prices of the model from a cost sheet file. */

import { type CostSheet, type Price, quantize } from "../../../sim/spec.ts";
import { pricesFromTotals } from "./round-trip-fit.ts";
import type { CostSheetFile, SheetNumber } from "./schema.ts";
import { cellName, idleName, inUnitOf, timeUnit } from "./sheet-numbers.ts";

/** Values that replace those of the sheet, by the name of the number, in the sheet's time unit. */
export type OtherValues = ReadonlyMap<string, number>;

/** The prices of the sheet, with some values replaced. */
export function pricedSheet(file: CostSheetFile, others: OtherValues = new Map()): CostSheet {
  const inUnit = inUnitOf(file);
  const valued = (name: string, { value }: Pick<SheetNumber, "value">) => others.get(name) ?? inUnit(value);
  const price = (name: string, number: SheetNumber) => priceOf(number, valued(name, number));
  const steps = mapValues(file.steps, (number, name) => quantize(valued(name, number)));
  const totals = file.totals.map((cell) => ({ ...cell, value: valued(cellName(cell), cell) }));
  const stages = mapValues(file.stages, (entry, stage) =>
    "value" in entry
      ? { pio: price(stage, entry), mmio: price(stage, entry) }
      : mapValues(entry, (number, space) => price(`${stage}.${space}`, number)),
  );
  return {
    name: file.name,
    timeUnit: timeUnit(file),
    stages: totals.length > 0 ? pricesFromTotals(totals, steps["bus-linear-step"] ?? 0) : stages,
    thread: mapValues(file.thread, (number, name) => price(name, number)),
    steps,
    idle: file.idle.map((state) => ({
      name: state.state,
      residency: valued(idleName(state.state, "target residency"), { value: state.residency }),
      exitLatency: quantize(valued(idleName(state.state, "exit latency"), { value: state["exit-latency"] })),
    })),
  };
}

function priceOf(number: SheetNumber, mean: number): Price {
  const { distribution, cv } = number;
  if (distribution === "constant" || distribution === "exponential") return { kind: distribution, mean };
  return { kind: distribution, mean, cv: cv! };
}

function mapValues<Key extends string, In, Out>(
  record: { [key in Key]?: In | undefined },
  map: (value: In, key: Key) => Out,
): { [key in Key]?: Out } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined) as [Key, In][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value, key)])) as { [key in Key]?: Out };
}
