/** CPU time of a `node` process that simulates a million customers of M/M/1, with loading and compiling the engine. */

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

/** Seconds of CPU of a process that simulates and of an empty one. The two alternate; the values are medians. */
export async function coldStart(length: Length): Promise<ColdStart> {
  const program = compiled ? { url: new URL("engine-models.js", here).href, remove: () => {} } : await compileEngine();
  const model = `import { engineModels } from "${program.url}"; engineModels["M/M/1, events"](${customers}).run();`;
  try {
    const rounds = Array.from(
      { length: length === "short" ? 3 : 9 },
      () => [cpuSeconds(""), cpuSeconds(model)] as const,
    );
    return {
      customers,
      node: median(rounds.map(([empty]) => empty)),
      beyond: median(rounds.map(([empty, simulating]) => simulating - empty)),
    };
  } finally {
    program.remove();
  }
}

/** CPU seconds of a new process that runs `program`, with the start of node. */
function cpuSeconds(program: string): number {
  const printed = `${program}\nconst { user, system } = process.cpuUsage(); console.log((user + system) / 1e6);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", printed], { encoding: "utf8" }));
}

/** Transpiles the engine of this checkout. The installed package already has it as JavaScript. */
async function compileEngine(): Promise<{ url: string; remove: () => void }> {
  const { default: ts } = await import("typescript");
  const root = fileURLToPath(new URL("../../", here));
  const target = mkdtempSync(join(root, "node_modules/.cold-start-")); // Node finds the engine's packages from here
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
