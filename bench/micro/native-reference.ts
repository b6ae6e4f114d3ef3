/** Reference programs in C++, compiled on this machine if it has a compiler. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nativeSource } from "../host/files/locations.ts";

/** The flags of g++ for each reference. The report prints them. */
export const compilerFlags = { bus: ["-O2"], engine: ["-O3", "-march=native"] } as const;
export type NativeReferenceName = keyof typeof compilerFlags;

/** A compiled program. It takes a number of iterations and the work, and prints nanoseconds an operation. */
export class NativeReference {
  readonly #folder: string;
  readonly #program: string;

  private constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
  }

  /** Compiles `name`.cc. Returns a string with the reason if that fails. */
  static compile(name: NativeReferenceName): NativeReference | string {
    const folder = mkdtempSync(join(tmpdir(), "iofd-native-"));
    const program = join(folder, name);
    try {
      execFileSync("g++", [...compilerFlags[name], "-o", program, nativeSource(name)], { stdio: "pipe" });
      return new NativeReference(folder, program);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      return missing ? "no g++ on this machine" : `g++ failed: ${(error as Error).message.split("\n")[0]}`;
    }
  }

  /** Nanoseconds an operation: the median of `iterations` iterations. `work` is the program's other arguments. */
  time(work: readonly string[], iterations: number): number {
    return Number(execFileSync(this.#program, [String(iterations), ...work], { encoding: "utf8" }));
  }

  /** Deletes the program. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
