import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, expect, test } from "vitest";

const repository = resolve(import.meta.dirname, "../..");
const made: string[] = [];
let root: string;
let cache: string;

/** A checkout of one program, which throws on line 4. */
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "iofd-checkout-")));
  made.push(root);
  cache = join(root, "node_modules/.cache/iofd");
  for (const room of ["sim", "bench", "reports", "examples", "node_modules"]) fs.mkdirSync(join(root, room));
  for (const name of ["typescript", "ts-node"])
    fs.symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", name));
  for (const file of ["bench/checkout.mjs", "package.json", "tsconfig.json"])
    fs.copyFileSync(join(repository, file), join(root, file));
  write("import type { Word } from './word.ts';\nimport { word } from './word.ts';\nexport const said: Word = word;");
  fs.writeFileSync(join(root, "sim/word.ts"), "export type Word = string;\nexport const word: Word = 'grüße';\n");
});
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

function write(text: string): void {
  fs.writeFileSync(join(root, "sim/program.ts"), text);
}

/** Compiles the checkout in a process of its own and runs the program. */
async function run(): Promise<{ said: string; compiled: boolean; folder: string }> {
  const script = `
    import module from "node:module";
    import { compileCheckout } from ${JSON.stringify(join(root, "bench/checkout.mjs"))};
    const folder = compileCheckout();
    const { said } = await import(new URL("sim/program.js", folder));
    const compiled = Object.keys(module._cache).some((path) => path.includes("typescript"));
    console.log(JSON.stringify({ said: String(said), compiled, folder: folder.pathname }));`;
  const argv = ["--input-type=module", "--eval", script];
  return JSON.parse((await promisify(execFile)(process.execPath, argv)).stdout);
}

test("only what changed or was cut short is compiled again, and else no compiler is loaded", async () => {
  expect(await run()).toEqual({ said: "grüße", compiled: true, folder: `${cache}/` });
  expect(await run()).toEqual({ said: "grüße", compiled: false, folder: `${cache}/` });
  fs.writeFileSync(join(cache, "sim/program.js"), "export const sa");
  expect(await run()).toMatchObject({ said: "grüße", compiled: true });
  write("export const said: string = 'new';");
  expect(await run()).toMatchObject({ said: "new", compiled: true });
});

test("a source that is gone is gone from the cache, so that an import of it fails", async () => {
  await run();
  fs.rmSync(join(root, "sim/word.ts"));
  const { stderr } = await run().catch((error) => error);
  expect(stderr).toContain("ERR_MODULE_NOT_FOUND");
});

test("a stack trace names the source with line and column", async () => {
  write("type A = string;\n\nfunction f(a: A): never {\n  throw new Error(a);\n}\nf('x');\n");
  const { stderr } = await run().catch((error) => error);
  expect(stderr).toContain(`file://${root}/sim/program.ts:4:9`);
});

test("a syntax error is refused with its place", async () => {
  write("export const said =\n  ;\n");
  const { stderr } = await run().catch((error) => error);
  expect(stderr).toContain("sim/program.ts(2,3): error TS1109: Expression expected");
});

test("where no cache can be kept, a temporary folder does, and is removed", async () => {
  fs.mkdirSync(join(root, "node_modules/.cache"));
  fs.writeFileSync(cache, "");
  const { said, folder } = await run();
  expect([said, fs.existsSync(folder)]).toEqual(["grüße", false]);
});

test("processes that start at the same time do not disturb each other", async () => {
  const all = await Promise.all([run(), run()]);
  expect(all.map(({ said }) => said)).toEqual(["grüße", "grüße"]);
  expect(fs.readdirSync(join(cache, "sim")).sort()).toEqual(["program.js", "word.js"]);
});
