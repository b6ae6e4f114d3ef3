/** Runs external programs. Each ends at the latest with this process. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Seconds until the program is killed. */
  readonly timeLimit: number;
}

/** Returns the standard output. Throws a message for the user if the program fails, is killed or is not found. */
export async function runProgram([program, ...args]: Command, { env, timeLimit }: ProgramOptions): Promise<string> {
  const child = spawn(program, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => killGroup(child);
  const timer = setTimeout(end, 1000 * timeLimit);
  process.prependOnceListener("exit", end);
  try {
    const [printed, errors, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    if (signal) throw new Error(`${program} was killed by ${signal} (time limit ${timeLimit} s)`);
    if (code !== 0) throw new Error(`${program} failed: ${errorLine(errors) ?? `exit code ${code}`}`);
    return printed;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new Error(`program not found: ${program}`) : error;
  } finally {
    process.off("exit", end);
    clearTimeout(timer);
  }
}

/** Kills the program and the processes that it started: a compiler starts several. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

/** The line that states the error: compilers and interpreters print more than that. */
function errorLine(errors: string): string | undefined {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /error:|not found|cannot find/i.test(line)) ?? lines.at(-1))?.trim();
}
