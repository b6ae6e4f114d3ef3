/** Output files and their folders. */

import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { refuse } from "../../experiment/input/fault.ts";

/** Writes a file whole or not at all. Refuses a path that cannot be written. */
export function writeWhole(path: string, content: string): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    makeFolder(dirname(path));
    writeFileSync(partial, content);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    refuse(`can not be written: ${(error as Error).message}; free that place or name another`, path);
  }
}

/** Makes a folder and its parents, one by one. Node's recursive mkdir loops for ever in places such as /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder`);
    return;
  }
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // else another process was quicker
  }
}
