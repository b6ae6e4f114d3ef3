/** Programs of others, each of which ends when this process does. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A program and its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** After so many seconds it is ended. */
  readonly limit: number;
}

/** What the program prints. Throws with what went wrong, worded for a reader, unless it ends well. */
export async function runProgram([program, ...args]: Command, { env, limit }: ProgramOptions): Promise<string> {
  const child = spawn(program, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => killGroup(child);
  const timer = setTimeout(end, 1000 * limit);
  process.prependOnceListener("exit", end);
  try {
    const [printed, complaints, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    if (signal) throw new Error(`${program} was ended by ${signal}, at the latest after ${limit} s`);
    if (code !== 0) throw new Error(`${program} failed: ${errorLine(complaints) ?? `exit code ${code}`}`);
    return printed;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new Error(`there is no ${program} here`) : error;
  } finally {
    process.off("exit", end);
    clearTimeout(timer);
  }
}

/** With what it has started itself, as a compiler does. */
function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

/** Compilers and interpreters say the error in a line that names it, amid others. */
function errorLine(complaints: string): string | undefined {
  const lines = complaints.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /error:|not found|cannot find/i.test(line)) ?? lines.at(-1))?.trim();
}
