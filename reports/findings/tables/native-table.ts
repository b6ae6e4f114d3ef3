import type { Measurement, NativeRow } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** Our code beside the same code in C++; null where it was not timed. */
export function nativeTable({ native }: Measurement): TitledTable | null {
  if (native.length === 0) return null;
  const columns = [
    textColumn<NativeRow>("suite", ({ suite }) => suite),
    textColumn<NativeRow>("operation", ({ name }) => name),
    numberColumn<NativeRow>("size", ({ size }) => digits(size)),
    numberColumn<NativeRow>("ours", ({ ours }) => `${digits(ours)} ns`),
    numberColumn<NativeRow>("C++", (row) => (row.native === null ? "absent" : `${digits(row.native)} ns`)),
    numberColumn<NativeRow>("our speed", ({ ratio }) => (ratio === null ? "" : `${ratio.toFixed(2)}×`)),
  ];
  const compilers = [...new Set(native.map(({ suite, compiler }) => `${suite} by ${compiler}`))].join(", ");
  const note = `Medians. The two take turns, and each of our runs has a thread of its own. Our speed is a share of the speed of C++: 2× is twice as fast. Compiled here: ${compilers}.`;
  return { title: "Against the same in C++", note, table: tableOf(columns, native) };
}
