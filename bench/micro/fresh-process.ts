import { spawnSync } from "node:child_process";

/**
 * CPU time of a new Node process from start to end, user and system, in seconds. `program` is the source of a CommonJS
 * script, `args` are the process's arguments from `process.argv[1]` on. Throws if the process fails.
 */
export function cpuSeconds(program: string, args: readonly string[] = []): number {
  const report = `process.on("exit", () => { const { user, system } = process.cpuUsage();
    require("node:fs").writeSync(2, "\\n" + (user + system) / 1e6); });`;
  const ran = spawnSync(process.execPath, ["--eval", `${report}${program}`, "--", ...args], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the timed process failed: ${ran.stderr}`);
  return Number(ran.stderr.slice(ran.stderr.lastIndexOf("\n")));
}
