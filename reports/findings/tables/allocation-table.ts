import type { AllocationRow, Measurement } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** Less than this is noise of the measurement: it is written as 0. */
const leastBytes = 0.01;

/** Bytes of heap that the hot path allocates; null where they were not counted. */
export function allocationTable({ allocation }: Measurement): TitledTable | null {
  if (allocation.length === 0) return null;
  const columns = [
    textColumn<AllocationRow>("operation", ({ name }) => name),
    numberColumn<AllocationRow>("bytes", ({ bytes }) => (bytes < leastBytes ? "0" : digits(bytes))),
  ];
  return { title: "Heap allocated by one operation", note: "", table: tableOf(columns, allocation) };
}
