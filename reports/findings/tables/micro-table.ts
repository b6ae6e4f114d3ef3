import type { Measurement, MicroRow } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** The microbenchmarks of the real code; null without one. */
export function microTable({ micro }: Measurement): TitledTable | null {
  if (micro.length === 0) return null;
  const columns = [
    textColumn<MicroRow>("suite", ({ suite }) => suite),
    textColumn<MicroRow>("operation", ({ name }) => name),
    numberColumn<MicroRow>("size", ({ size }) => String(size)),
    numberColumn<MicroRow>("median", ({ median }) => `${digits(median)} ns`),
    numberColumn<MicroRow>("10th to 90th percentile", ({ low, high }) => `${digits(low)} to ${digits(high)} ns`),
    numberColumn<MicroRow>("samples", ({ samples }) => String(samples)),
  ];
  const note = "Nanoseconds of one operation, measured on this machine.";
  return { title: `All ${micro.length} microbenchmarks`, note, table: tableOf(columns, micro) };
}
