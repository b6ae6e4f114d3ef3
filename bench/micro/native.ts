/** Yardsticks in C++, compiled on the spot where there is a compiler. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nativeSource } from "../place.ts";

/** A compiled yardstick: prints a line "SIZE NANOSECONDS" for each size it is given. */
export class Yardstick {
  readonly #folder: string;
  readonly #program: string;

  private constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
  }

  /** Compiles `name`.cc with `g++ -O2`; a string says why there is no yardstick here. */
  static compile(name: string): Yardstick | string {
    const folder = mkdtempSync(join(tmpdir(), "iofd-yardstick-"));
    const program = join(folder, name);
    try {
      execFileSync("g++", ["-O2", "-o", program, nativeSource(name)], { stdio: "pipe" });
      return new Yardstick(folder, program);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      return missing ? "no g++ on this machine" : `g++ failed: ${(error as Error).message.split("\n")[0]}`;
    }
  }

  /** Nanoseconds an operation, the median of `rounds` rounds. */
  time(size: number, rounds: number): number {
    const printed = execFileSync(this.#program, [String(rounds), String(size)], { encoding: "utf8" });
    return Number(printed.trim().split(" ")[1]);
  }

  /** Removes the program. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
