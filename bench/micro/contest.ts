/** Our code against the same in C++: turn by turn in one run and on one CPU, so that both meet the same machine. */

import { execFileSync } from "node:child_process";
import { Worker } from "node:worker_threads";
import { median } from "simple-statistics";
import { workerModule } from "../place.ts";
import type { NativeRow } from "../result.ts";
import type { ContestantName } from "./contest-worker.ts";
import { nativeFlags, Yardstick, type YardstickName } from "./native.ts";
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
  const yardstick = Yardstick.compile(suite);
  const absent = typeof yardstick === "string" ? [`${suite} in C++: ${yardstick}`] : [];
  const unpin = pin();
  const rows: NativeRow[] = [];
  try {
    for (const contest of contests[suite](length)) {
      const times = await alternate(contest, typeof yardstick === "string" ? null : yardstick, length);
      rows.push({
        suite,
        name: contest.name,
        size: contest.size,
        compiler: `g++ ${nativeFlags[suite].join(" ")}`,
        ...times,
      });
      done(rows.at(-1)!);
    }
  } finally {
    unpin();
    if (typeof yardstick !== "string") yardstick.close();
  }
  return { rows, absent };
}

async function alternate(
  { name, size, native }: Contest,
  yardstick: Yardstick | null,
  length: Length,
): Promise<Pick<NativeRow, "ours" | "native" | "ratio">> {
  const { filename, execArgv } = workerModule("micro/contest-worker");
  const worker = new Worker(new URL(filename), { execArgv, workerData: { name, size } });
  const [ours, theirs]: [number[], number[]] = [[], []];
  const rounds = length === "short" ? 2 : 3;
  try {
    for (let turn = 0; turn < (length === "short" ? 5 : 9); turn++) {
      if (yardstick) theirs.push(yardstick.time(native, rounds));
      ours.push(await answer(worker, rounds));
    }
  } finally {
    await worker.terminate();
  }
  if (!yardstick) return { ours: median(ours), native: null, ratio: null };
  return { ours: median(ours), native: median(theirs), ratio: median(ours.map((time, turn) => theirs[turn]! / time)) };
}

function answer(worker: Worker, rounds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.postMessage(rounds);
  });
}

/** Keeps this thread, and what it starts, on the last CPU where `taskset` can; returns how to undo it. */
function pin(): () => void {
  const bind = (cpus: string) => execFileSync("taskset", ["-cp", cpus, String(process.pid)], { stdio: "pipe" });
  try {
    const before = bindingOf(String(execFileSync("taskset", ["-cp", String(process.pid)], { stdio: "pipe" })));
    bind(before.split(/[,-]/).at(-1)!);
    return () => void bind(before);
  } catch {
    return () => {};
  }
}

/** "pid 7's current affinity list: 0-3" lists 0-3. */
const bindingOf = (printed: string) => printed.trim().split(" ").at(-1)!;
