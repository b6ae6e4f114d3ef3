import type { Measurement } from "../result.ts";
import { table } from "./table.ts";

/** The microbenchmarks as tables: each operation, ours against C++, and what the hot path allocates. */
export function microTable({ micro, native, allocation, absent }: Measurement): string {
  const ns = (value: number) => `${value.toFixed(1)} ns`;
  const operations = micro.map((row) => [row.suite, row.name, String(row.size), ns(row.median)]);
  const parts: string[] = [];
  if (operations.length > 0) {
    parts.push(
      `Measured on this machine, ns an operation (median):\n\n${table(["suite", "operation", "size", "median"], operations)}`,
    );
  }
  if (native.length > 0) {
    const rows = native.map((row) => [
      row.name,
      String(row.size),
      ns(row.ours),
      ns(row.native),
      `${row.ratio.toFixed(2)}x`,
    ]);
    parts.push(
      `Against the same search in C++ (g++ -O2), turn by turn:\n\n${table(["operation", "size", "ours", "C++", "ratio"], rows)}`,
    );
  }
  if (allocation.length > 0) {
    const rows = allocation.map((row) => [row.name, `${row.bytes.toFixed(3)} bytes`]);
    parts.push(`Heap left behind by one operation:\n\n${table(["operation", "allocated"], rows)}`);
  }
  for (const what of absent) parts.push(`absent: ${what}`);
  return parts.join("\n\n");
}
