/** Where things are, in a checkout (TypeScript sources) and in the installed package (compiled into dist). */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const compiled = import.meta.url.endsWith(".js");
const root = new URL(compiled ? "../../../../" : "../../../", import.meta.url);

/** The scenarios, cost sheets and traces that come with iofd. */
export const shippedScenarios = fileURLToPath(new URL("scenarios/", root));

/** The names of the scenarios that come with iofd, in order. */
export function shippedNames(): string[] {
  const files = readdirSync(shippedScenarios).filter((name) => name.endsWith(".yaml"));
  return files.map((name) => name.replace(".yaml", "")).sort();
}

/** The version of this iofd. */
export const version: string = JSON.parse(readFileSync(new URL("package.json", root), "utf8")).version;

/** The C++ source of a yardstick. */
export function nativeSource(name: string): string {
  return fileURLToPath(new URL(`bench/micro/native/${name}.cc`, root));
}

/** The source of a driver of a rival engine, in that engine's language. */
export function peerDriver(file: string): string {
  return fileURLToPath(new URL(`bench/peers/drivers/${file}`, root));
}

/** How to start a worker thread on `module`, a path below `bench/` without its extension. */
export function workerModule(module: string): { filename: string; execArgv: string[] } {
  const filename = new URL(`../../${module}.${compiled ? "js" : "ts"}`, import.meta.url).href;
  const loader = new URL("../../ts.mjs", import.meta.url).href; // a thread starts its own hooks
  return { filename, execArgv: compiled ? [] : ["--import", loader] };
}
