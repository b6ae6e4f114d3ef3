import { execFileSync } from "node:child_process";

/** Calls `work` with the main thread, and all that it starts, bound to one CPU. Without `taskset` nothing is bound. */
export async function onOneCpu<T>(work: () => Promise<T>): Promise<T> {
  const unpin = pinToLastCpu();
  try {
    return await work();
  } finally {
    unpin();
  }
}

/** Binds to the last allowed CPU. Returns a function that restores the old binding. */
function pinToLastCpu(): () => void {
  const bind = (cpus: string) => execFileSync("taskset", ["-cp", cpus, String(process.pid)], { stdio: "pipe" });
  try {
    const before = affinityList(String(execFileSync("taskset", ["-cp", String(process.pid)], { stdio: "pipe" })));
    bind(before.split(/[,-]/).at(-1)!);
    return () => void bind(before);
  } catch {
    return () => {};
  }
}

/** "0-3" from "pid 7's current affinity list: 0-3". */
const affinityList = (printed: string) => printed.trim().split(" ").at(-1)!;
