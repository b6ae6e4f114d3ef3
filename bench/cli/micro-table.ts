import type { MicroRow } from "../result.ts";
import { table } from "./table.ts";

/** The microbenchmarks as a table: one row a name, one column a size. */
export function microTable(rows: readonly MicroRow[]): string {
  const shown = rows.map((row) => [row.suite, row.name, String(row.size), `${row.median.toFixed(1)} ns`]);
  return `Measured on this machine, ns an operation (median):\n\n${table(["suite", "operation", "size", "median"], shown)}`;
}
