/** Yardsticks in C++, compiled on the spot where there is a compiler. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nativeSource } from "../host/files/locations.ts";

/** What g++ is told for each yardstick; the report says it. */
export const nativeFlags = { bus: ["-O2"], engine: ["-O3", "-march=native"] } as const;
export type YardstickName = keyof typeof nativeFlags;

/** A compiled yardstick: a program that is given a number of rounds and what to do, and prints nanoseconds an operation. */
export class Yardstick {
  readonly #folder: string;
  readonly #program: string;

  private constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
  }

  /** Compiles `name`.cc; a string says why there is no yardstick here. */
  static compile(name: YardstickName): Yardstick | string {
    const folder = mkdtempSync(join(tmpdir(), "iofd-yardstick-"));
    const program = join(folder, name);
    try {
      execFileSync("g++", [...nativeFlags[name], "-o", program, nativeSource(name)], { stdio: "pipe" });
      return new Yardstick(folder, program);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      return missing ? "no g++ on this machine" : `g++ failed: ${(error as Error).message.split("\n")[0]}`;
    }
  }

  /** Nanoseconds an operation, the median of `rounds` rounds. */
  time(what: readonly string[], rounds: number): number {
    return Number(execFileSync(this.#program, [String(rounds), ...what], { encoding: "utf8" }));
  }

  /** Removes the program. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
