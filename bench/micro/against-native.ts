/** The bus search against the same search in C++: turn by turn in one run, so that both meet the same machine. */

import type { NativeRow } from "../result.ts";
import { upstreamSearch } from "./bus.ts";
import { Yardstick } from "./native.ts";
import type { Length } from "./task.ts";

const turns = 7;

/** One row a size; empty with the reason where there is no compiler. */
export function busAgainstNative(length: Length): { rows: NativeRow[]; absent: string | null } {
  const yardstick = Yardstick.compile("bus");
  if (typeof yardstick === "string") return { rows: [], absent: `bus search in C++: ${yardstick}` };
  const sizes = length === "short" ? [10, 1000] : [1, 10, 100, 1000, 10_000];
  const rows = sizes.map((size) => alternate(size, yardstick));
  yardstick.close();
  return { rows, absent: null };
}

function alternate(size: number, yardstick: Yardstick): NativeRow {
  const { run, operations } = upstreamSearch(size);
  const [ours, native]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    native.push(yardstick.time(size, 5));
    const times = Array.from({ length: 5 }, () => timed(run, operations));
    ours.push(median(times));
  }
  const ratios = ours.map((time, turn) => time / native[turn]!);
  return { name: "upstream search", size, ours: median(ours), native: median(native), ratio: median(ratios) };
}

/** Nanoseconds an operation. */
function timed(run: () => void, operations: number): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / operations;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
