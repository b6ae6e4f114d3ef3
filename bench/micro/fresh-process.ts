import { spawnSync } from "node:child_process";

/**
 * Seconds of CPU, of user and system together, that a new Node process takes from its start to its end. `program` is the
 * source of a CommonJS script; `args` are the process's arguments from `process.argv[1]` on. Throws where it fails.
 */
export function cpuOf(program: string, args: readonly string[] = []): number {
  const tell = `process.on("exit", () => { const { user, system } = process.cpuUsage();
    require("node:fs").writeSync(2, "\\n" + (user + system) / 1e6); });`;
  const ran = spawnSync(process.execPath, ["--eval", `${tell}${program}`, "--", ...args], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`a process that was to be timed failed: ${ran.stderr}`);
  return Number(ran.stderr.slice(ran.stderr.lastIndexOf("\n")));
}
