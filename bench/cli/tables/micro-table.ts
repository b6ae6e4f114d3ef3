import type { Measurement } from "../../experiment/result/measurement.ts";
import { table } from "./table.ts";

/** The microbenchmarks as tables: each operation, ours against C++, and what the hot path allocates. */
export function microTable({ micro, native, coldStart, allocation, absent }: Measurement): string {
  const operations = micro.map((row) => [row.suite, row.name, String(row.size), ns(row.median)]);
  const parts: string[] = [];
  if (operations.length > 0) {
    parts.push(
      `Measured on this machine, ns an operation (median):\n\n${table(["suite", "operation", "size", "median"], operations)}`,
    );
  }
  if (native.length > 0) parts.push(nativeTable(native));
  if (coldStart) {
    const { customers, beyond, node } = coldStart;
    parts.push(
      `A node process that simulates ${customers} customers of M/M/1: ${beyond.toFixed(3)} s of CPU beyond node's own ${node.toFixed(3)} s`,
    );
  }
  if (allocation.length > 0) {
    const rows = allocation.map((row) => [row.name, `${row.bytes.toFixed(3)} bytes`]);
    parts.push(`Heap left behind by one operation:\n\n${table(["operation", "allocated"], rows)}`);
  }
  for (const what of absent) parts.push(`absent: ${what}`);
  return parts.join("\n\n");
}

function nativeTable(native: Measurement["native"]): string {
  const rows = native.map((row) => [
    row.name,
    String(row.size),
    ns(row.ours),
    row.native === null ? "absent" : ns(row.native),
    row.ratio === null ? "" : `${row.ratio.toFixed(2)}x`,
    row.compiler,
  ]);
  const head = ["operation", "size", "ours", "C++", "our speed", "compiled by"];
  return `Against the same in C++, turn by turn (2x: twice as fast as C++):\n\n${table(head, rows)}`;
}

const ns = (value: number) => `${value.toFixed(1)} ns`;
