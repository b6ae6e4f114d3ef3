/** What a whole `node` process pays to simulate a million customers of M/M/1: loading and compiling the engine included. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median } from "simple-statistics";
import type { ColdStart } from "../experiment/result/measurement.ts";
import type { Length } from "./task.ts";

const customers = 1_000_000;
const here = import.meta.url;
const compiled = here.endsWith(".js");

/** Seconds of CPU, of a process that simulates and of one that does nothing, turn by turn. */
export async function coldStart(length: Length): Promise<ColdStart> {
  const program = compiled ? { url: new URL("engine-models.js", here).href, remove: () => {} } : await compile();
  const model = `import { engineModels } from "${program.url}"; engineModels["M/M/1, events"](${customers}).run();`;
  try {
    const turns = Array.from({ length: length === "short" ? 3 : 9 }, () => [cpuOf(""), cpuOf(model)] as const);
    return {
      customers,
      node: median(turns.map(([bare]) => bare)),
      beyond: median(turns.map(([bare, whole]) => whole - bare)),
    };
  } finally {
    program.remove();
  }
}

/** Seconds that a fresh process spends on `program`, its start included. */
function cpuOf(program: string): number {
  const printed = `${program}\nconst { user, system } = process.cpuUsage(); console.log((user + system) / 1e6);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", printed], { encoding: "utf8" }));
}

/** What the installed package has as JavaScript, from this checkout's TypeScript. */
async function compile(): Promise<{ url: string; remove: () => void }> {
  const { default: ts } = await import("typescript");
  const root = fileURLToPath(new URL("../../", here));
  const target = mkdtempSync(join(root, "node_modules/.cold-start-")); // from where the engine's packages are found
  const engine = readdirSync(join(root, "sim/engine"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `sim/engine/${file}`);
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
  };
  for (const file of [...engine, "bench/micro/engine-models.ts"]) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, file), "utf8"), { compilerOptions });
    const made = join(target, file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(made), { recursive: true });
    writeFileSync(made, outputText);
  }
  writeFileSync(join(target, "package.json"), '{ "type": "module" }');
  const url = pathToFileURL(join(target, "bench/micro/engine-models.js")).href;
  return { url, remove: () => rmSync(target, { recursive: true, force: true }) };
}
