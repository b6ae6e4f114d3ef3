/** The files that a scenario names, on disk. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Inputs } from "../../experiment/scenario/inputs.ts";
import { shippedScenarios } from "./locations.ts";

/** The cost sheets that come with iofd, as scenarios name them. */
export const shippedSheets: readonly string[] = readdirSync(join(shippedScenarios, "costs"))
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((name) => `costs/${name}`);

/** Looks beside the scenario first, then among the files that come with iofd. */
export function diskInputs(scenarioFile: string): Inputs {
  const beside = (reference: string) => tryRead(resolve(dirname(scenarioFile), reference));
  const shipped = (reference: string) => tryRead(resolve(shippedScenarios, reference));
  return new Inputs({ read: (reference) => beside(reference) ?? shipped(reference), shippedSheets });
}

function tryRead(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
