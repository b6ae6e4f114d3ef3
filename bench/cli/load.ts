/** Loads scenarios by path or name: a YAML file, or a result file, which holds its scenario and every file that it names. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isCostSheet, type LoadedSheet, loadCostSheet } from "../experiment/costs/load-sheet.ts";
import { InputError, refuse } from "../experiment/input/fault.ts";
import { nearest } from "../experiment/input/schema-faults.ts";
import { readYaml } from "../experiment/input/yaml.ts";
import { parseScenario } from "../experiment/load/parse-scenario.ts";
import { bytesOf } from "../experiment/result/embedded-file.ts";
import { resultFormat } from "../experiment/result/result.ts";
import type { Rerun } from "../experiment/result/schema.ts";
import { Inputs } from "../experiment/scenario/inputs.ts";
import type { Scenario } from "../experiment/scenario/scenario.ts";
import { diskInputs, shippedSheets } from "../host/files/disk-inputs.ts";
import { shippedNames, shippedScenarios } from "../host/files/locations.ts";
import { readRerun } from "../host/files/result-file.ts";
import type { Terminal } from "./terminal.ts";

/** A checked scenario, and the files that it names. */
export interface Loaded {
  readonly scenario: Scenario;
  readonly inputs: Inputs;
}

/** Loads `argument`: a path, or the name of a shipped scenario. Throws an `InputError` with every fault. */
export function loadScenario(argument: string, terminal: Terminal): Loaded {
  const path = findScenario(argument, terminal);
  if (path.endsWith(".json")) return fromResult(path);
  const inputs = diskInputs(path);
  return { scenario: parseScenario(shownAs(argument, path), textOf(path, argument), inputs), inputs };
}

/** Loads the cost sheet at the path `argument`; null if the file is no cost sheet. Throws an `InputError` with every fault. */
export function loadSheet(argument: string, terminal: Terminal): LoadedSheet | null {
  const path = findScenario(argument, terminal);
  const text = textOf(path, argument);
  if (path.endsWith(".json") || !isCostSheet(readYaml(argument, text))) return null;
  const { loaded, faults } = loadCostSheet(shownAs(argument, path), text);
  if (!loaded) throw new InputError(faults);
  return loaded;
}

function textOf(path: string, argument: string): string {
  const what = statSync(path);
  if (what.isDirectory()) refuse("is a folder; name a scenario file in it", argument);
  if (!what.isFile()) refuse("is a device or a pipe; put the scenario in a file, and name that", argument);
  return readFileSync(path, "utf8");
}

/** The name in messages: the argument; for the bare name of a shipped scenario, its file. */
function shownAs(argument: string, path: string): string {
  return argument !== path && basename(argument) === argument ? basename(path) : argument;
}

function findScenario(argument: string, terminal: Terminal): string {
  const path = resolve(terminal.cwd, argument);
  if (existsSync(path)) return path;
  const shipped = resolve(shippedScenarios, argument.endsWith(".yaml") ? argument : `${argument}.yaml`);
  if (!argument.includes("/") && existsSync(shipped)) return shipped;
  const guess = nearest(argument, shippedNames());
  const way = guess === null ? "`iofd list` shows them" : `did you mean ${guess}?`;
  return refuse(`no such file, and no shipped scenario of that name; ${way}`, argument);
}

/** Takes scenario and files from the result, not from the disk, where they may have changed since. */
function fromResult(path: string): Loaded {
  const { format, scenario, files } = readRerun(path);
  const inputs = embeddedInputs(files);
  try {
    return { scenario: parseScenario(scenario.file, scenario.text, inputs), inputs };
  } catch (error) {
    if (format === resultFormat || !(error instanceof InputError)) throw error;
    const message = `carries a scenario of an earlier iofd (${format}); copy the text of its scenario into a file, correct what is named above, and run that file`;
    throw new InputError([...error.faults, { file: path, message }]);
  }
}

function embeddedInputs(files: Rerun["files"]): Inputs {
  const read = (reference: string) => {
    const file = files[reference];
    return file ? bytesOf(file) : null;
  };
  return new Inputs({ read, shippedSheets });
}
