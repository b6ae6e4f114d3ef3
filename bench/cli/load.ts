/** From a path on the command line to a scenario: a YAML file, or a result that carries its own. */

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { refuse } from "../fault.ts";
import { shippedScenarios } from "../place.ts";
import { type Result, readResultFile, resultFormat } from "../result.ts";
import { diskInputs, Inputs } from "../scenario/inputs.ts";
import { parseScenario, type Scenario } from "../scenario/parse.ts";
import type { Terminal } from "./terminal.ts";

/** A checked scenario and the files it names. */
export interface Loaded {
  readonly scenario: Scenario;
  readonly inputs: Inputs;
}

/** Loads `argument`: a path, or the name of a shipped scenario. Throws an `InputError` with every fault. */
export function loadScenario(argument: string, terminal: Terminal): Loaded {
  const path = findScenario(argument, terminal);
  if (path.endsWith(".json")) return fromResult(path);
  const inputs = diskInputs(path, shippedScenarios);
  if (!statSync(path).isFile()) refuse("is a folder; name a scenario file in it", argument);
  const shown = argument === path ? argument : basename(argument) === argument ? basename(path) : argument;
  return { scenario: parseScenario(shown, readFileSync(path, "utf8"), inputs), inputs };
}

function findScenario(argument: string, terminal: Terminal): string {
  const path = resolve(terminal.cwd, argument);
  if (existsSync(path)) return path;
  const shipped = resolve(shippedScenarios, argument.endsWith(".yaml") ? argument : `${argument}.yaml`);
  if (!argument.includes("/") && existsSync(shipped)) return shipped;
  return refuse("no such file, and no shipped scenario of that name; `iofd list` shows them", argument);
}

/** A result reruns from what it carries, whatever has become of the files since. */
function fromResult(path: string): Loaded {
  const result = readResultFile(path);
  if (result.format !== resultFormat) return refuse("is a measurement; only a result.json can be run again", path);
  const inputs = embeddedInputs(result);
  return { scenario: parseScenario(result.scenario.file, result.scenario.text, inputs), inputs };
}

function embeddedInputs(result: Result): Inputs {
  return new Inputs((reference) => {
    const file = result.files[reference];
    return file ? Buffer.from(file.content, file.encoding) : null;
  });
}
