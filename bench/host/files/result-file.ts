/** Result and measurement files on disk. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { refuse } from "../../experiment/input/fault.ts";
import { type Measurement, measurementFormat } from "../../experiment/result/measurement.ts";
import { type Result, resultFormat } from "../../experiment/result/result.ts";

/** Writes a file whole or not at all; refuses a place where that can not be done. */
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

/** Makes a folder and those above it, one by one: Node's own way never ends where one can not be made, such as in /proc. */
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

/** Reads a result or measurement file; refuses anything else by name. */
export function readResultFile(path: string): Result | Measurement {
  if (!existsSync(path)) refuse("there is no such file", path);
  if (statSync(path).isDirectory())
    refuse("is a folder; report a result.json or measurement.json that lies in it", path);
  if (/\.ya?ml$/.test(path)) refuse("is a scenario; `iofd run` it, and report the result.json that it writes", path);
  let file: { format?: unknown } | null;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return refuse(`is no result, or was cut short: ${(error as Error).message}; run its scenario again`, path);
  }
  if (file?.format === resultFormat || file?.format === measurementFormat) return file as Result | Measurement;
  const format = file?.format === undefined ? "it names no format" : `its format is ${JSON.stringify(file.format)}`;
  return refuse(`is neither a result nor a measurement of this iofd: ${format}`, path);
}
