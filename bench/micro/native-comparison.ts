/** Our code against the same in C++, interleaved on one CPU so that both see the same state of the machine. */

import { median } from "simple-statistics";
import type { NativeRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { compilerFlags, NativeReference, type NativeReferenceName } from "./native-reference.ts";
import { BenchmarkSubject, type Timeable, timeInterleaved, timingPlans } from "./paired-timing.ts";
import type { SubjectName } from "./subjects.ts";
import type { Length } from "./task.ts";

/** One row: our subject at a size, and the arguments that give the reference the same work. */
interface ComparisonCase {
  readonly name: SubjectName;
  readonly size: number;
  readonly native: readonly string[];
}

/** The cases of each suite that has a reference in C++. */
const cases: Record<NativeReferenceName, (length: Length) => ComparisonCase[]> = {
  bus: (length) => casesOfSizes("upstream search", length === "short" ? [10, 1000] : [1, 10, 100, 1000, 10_000], []),
  engine: (length) =>
    length === "short"
      ? [...casesOfSizes("HOLD, handlers", [16, 1000], ["hold"]), ...casesOfSizes("HOLD, processes", [16], ["hold"])]
      : [
          ...casesOfSizes("HOLD, handlers", [16, 1000, 100_000], ["hold"]),
          ...casesOfSizes("HOLD, handlers, fingerprint on", [16, 1000], ["hold"]),
          ...casesOfSizes("HOLD, 8 kinds of handlers", [16, 1000, 100_000], ["hold8"]),
          ...casesOfSizes("HOLD, processes", [16, 1000, 20_000], ["hold"]),
          ...casesOfSizes("M/M/1, events", [1_000_000], ["mm1"]),
          ...casesOfSizes("M/M/1, two processes", [1_000_000], ["mm1"]),
          ...casesOfSizes("M/M/1, a process a customer", [1_000_000], ["mm1"]),
          { name: "ping-pong, signals", size: 1_000_000, native: ["hold", "16"] },
        ],
};

const casesOfSizes = (name: SubjectName, sizes: readonly number[], native: readonly string[]): ComparisonCase[] =>
  sizes.map((size) => ({ name, size, native: [...native, String(size)] }));

/** Times all cases of a suite. `absent` says why there is no reference. Calls `done` after each row. */
export async function compareWithNative(
  suite: NativeReferenceName,
  length: Length,
  done: (row: NativeRow) => void,
): Promise<{ rows: NativeRow[]; absent: string[] }> {
  const compiled = NativeReference.compile(suite);
  const reference = typeof compiled === "string" ? null : compiled;
  const absent = typeof compiled === "string" ? [`${suite} in C++: ${compiled}`] : [];
  const compiler = `g++ ${compilerFlags[suite].join(" ")}`;
  const rows: NativeRow[] = [];
  const timeAll = async () => {
    for (const comparison of cases[suite](length)) {
      const times = await timeCase(comparison, reference, length);
      rows.push({ suite, name: comparison.name, size: comparison.size, compiler, ...times });
      done(rows.at(-1)!);
    }
  };
  await onOneCpu(timeAll).finally(() => reference?.close());
  return { rows, absent };
}

async function timeCase(
  { name, size, native }: ComparisonCase,
  reference: NativeReference | null,
  length: Length,
): Promise<Pick<NativeRow, "ours" | "native" | "ratio">> {
  const subject = new BenchmarkSubject({ name, size });
  const others: Timeable[] = reference ? [{ time: (iterations) => reference.time(native, iterations) }] : [];
  const times = await timeInterleaved([...others, subject], timingPlans[length]).finally(() => subject.close());
  const ours = times.at(-1)!;
  if (!reference) return { ours: median(ours), native: null, ratio: null };
  const theirs = times[0]!;
  const ratio = median(ours.map((time, round) => theirs[round]! / time));
  return { ours: median(ours), native: median(theirs), ratio };
}
