import { execFileSync } from "node:child_process";

/** Does `work` with this thread, and what it starts, on the last CPU where `taskset` can. */
export async function onOneCpu<T>(work: () => Promise<T>): Promise<T> {
  const unpin = pinToLastCpu();
  try {
    return await work();
  } finally {
    unpin();
  }
}

/** Returns how to undo it. */
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

/** "pid 7's current affinity list: 0-3" lists 0-3. */
const affinityList = (printed: string) => printed.trim().split(" ").at(-1)!;
