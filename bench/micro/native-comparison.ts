/** Our code against the same in C++: turn by turn in one run and on one CPU, so that both meet the same machine. */

import { median } from "simple-statistics";
import type { NativeRow } from "../experiment/result/measurement.ts";
import { onOneCpu } from "../host/machine/pin.ts";
import { nativeFlags, Yardstick, type YardstickName } from "./native.ts";
import { bouts, Contestant, type Timed, turnByTurn } from "./paired-timing.ts";
import type { ContestantName } from "./subjects.ts";
import type { Length } from "./task.ts";

/** One row: a contestant of ours at a size, and what the yardstick is told to do. */
interface Contest {
  readonly name: ContestantName;
  readonly size: number;
  readonly native: readonly string[];
}

/** The contests of each suite that has a yardstick. */
const contests: Record<YardstickName, (length: Length) => Contest[]> = {
  bus: (length) => sized("upstream search", length === "short" ? [10, 1000] : [1, 10, 100, 1000, 10_000], []),
  engine: (length) =>
    length === "short"
      ? [...sized("HOLD, handlers", [16, 1000], ["hold"]), ...sized("HOLD, processes", [16], ["hold"])]
      : [
          ...sized("HOLD, handlers", [16, 1000, 100_000], ["hold"]),
          ...sized("HOLD, handlers, fingerprint on", [16, 1000], ["hold"]),
          ...sized("HOLD, 8 kinds of handlers", [16, 1000, 100_000], ["hold8"]),
          ...sized("HOLD, processes", [16, 1000, 20_000], ["hold"]),
          ...sized("M/M/1, events", [1_000_000], ["mm1"]),
          ...sized("M/M/1, two processes", [1_000_000], ["mm1"]),
          ...sized("M/M/1, a process a customer", [1_000_000], ["mm1"]),
          { name: "ping-pong, signals", size: 1_000_000, native: ["hold", "16"] },
        ],
};

const sized = (name: ContestantName, sizes: readonly number[], native: readonly string[]): Contest[] =>
  sizes.map((size) => ({ name, size, native: [...native, String(size)] }));

/** Every contest of a suite, and what was absent. `done` is called after each. */
export async function contestsOf(
  suite: YardstickName,
  length: Length,
  done: (row: NativeRow) => void,
): Promise<{ rows: NativeRow[]; absent: string[] }> {
  const compiled = Yardstick.compile(suite);
  const yardstick = typeof compiled === "string" ? null : compiled;
  const absent = typeof compiled === "string" ? [`${suite} in C++: ${compiled}`] : [];
  const compiler = `g++ ${nativeFlags[suite].join(" ")}`;
  const rows: NativeRow[] = [];
  const contest = async () => {
    for (const contest of contests[suite](length)) {
      const times = await alternate(contest, yardstick, length);
      rows.push({ suite, name: contest.name, size: contest.size, compiler, ...times });
      done(rows.at(-1)!);
    }
  };
  await onOneCpu(contest).finally(() => yardstick?.close());
  return { rows, absent };
}

async function alternate(
  { name, size, native }: Contest,
  yardstick: Yardstick | null,
  length: Length,
): Promise<Pick<NativeRow, "ours" | "native" | "ratio">> {
  const contestant = new Contestant({ name, size });
  const rival: Timed[] = yardstick ? [{ time: (rounds) => yardstick.time(native, rounds) }] : [];
  const times = await turnByTurn([...rival, contestant], bouts[length]).finally(() => contestant.close());
  const ours = times.at(-1)!;
  if (!yardstick) return { ours: median(ours), native: null, ratio: null };
  const theirs = times[0]!;
  return { ours: median(ours), native: median(theirs), ratio: median(ours.map((time, turn) => theirs[turn]! / time)) };
}
