/** Paths of files in a checkout and in an installed package. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = findRoot(new URL(".", import.meta.url));

/** The package's root. The JavaScript of a checkout lies in a cache, whose package.json names the checkout. */
function findRoot(folder: URL): URL {
  const file = new URL("package.json", folder);
  if (!existsSync(file)) return findRoot(new URL("../", folder));
  const { checkout } = JSON.parse(readFileSync(file, "utf8"));
  return checkout === undefined ? folder : new URL(checkout);
}

/** The folder of the scenarios, cost sheets and traces that come with iofd. */
export const shippedScenarios = fileURLToPath(new URL("scenarios/", root));

/** The names of the scenarios that come with iofd, in alphabetical order. */
export function shippedNames(): string[] {
  const files = readdirSync(shippedScenarios).filter((name) => name.endsWith(".yaml"));
  return files.map((name) => name.replace(".yaml", "")).sort();
}

/** The version of this iofd. */
export const version: string = JSON.parse(readFileSync(new URL("package.json", root), "utf8")).version;

/** The URL of the file that Node runs as the `iofd` command. */
export const command = new URL("bench/iofd.mjs", root).href;

/** The C++ source of a native reference program. */
export function nativeSource(name: string): string {
  return fileURLToPath(new URL(`bench/micro/native/${name}.cc`, root));
}

/** The source of a peer engine's driver, in the engine's language. */
export function peerDriver(file: string): string {
  return fileURLToPath(new URL(`bench/peers/drivers/${file}`, root));
}

/** The URL of the JavaScript of `module`, a path from the root without its extension. The tests run TypeScript. */
export function javaScriptOf(module: string): string {
  const compiled = import.meta.url.endsWith(".js");
  const folder = compiled ? new URL("../../../", import.meta.url) : new URL("node_modules/.cache/iofd/", root);
  return new URL(`${module}.js`, folder).href;
}
