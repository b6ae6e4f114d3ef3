import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { answerOf } from "../../reports/findings/answer.ts";
import { openBrowser } from "../browser/chromium.ts";
import { watch } from "../browser/page-watch.ts";

const root = resolve(import.meta.dirname, "../..");

/** These rooms touch no file, terminal or process: they run in a browser as they are. */
const pureRooms = ["sim", "bench/trace", "bench/experiment", "reports"];
const files = pureRooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("out/"))
    .map((name) => join(room, name)),
);
const golden = readFileSync(join(root, "test/golden/small.result.json"), "utf8");

const opened = await openBrowser();
afterAll(async () => {
  if ("browser" in opened) await opened.close();
});

test("the pure rooms import nothing of Node", () => {
  const impure = files.flatMap((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
    const names = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith("node:"));
    return names.map((name) => `${file} imports ${name}`);
  });
  expect(impure).toEqual([]);
});

/** One script of all the modules, for a browser. Fails where a module imports something that is not in the script. */
async function bundle(modules: readonly string[]): Promise<string> {
  const warnings: string[] = [];
  const onLog = (_: string, { message }: { message: string }) => void warnings.push(message);
  const all = modules.map((module) => `import ${JSON.stringify(`./${module}`)};`).join("\n");
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === "entry" ? join(root, "entry.js") : null),
    load: (id: string) => (id === join(root, "entry.js") ? all : null),
  };
  const bundled = await rolldown({
    input: "entry",
    plugins: [entry],
    cwd: root,
    platform: "browser",
    treeshake: false,
    onLog,
  });
  const { output } = await bundled.generate({ format: "iife", codeSplitting: false });
  await bundled.close();
  expect(warnings).toEqual([]);
  expect(output[0].imports).toEqual([]);
  return output[0].code;
}

test("in a browser, page or Web Worker, a scenario leaves the same bytes as in Node, and its report is drawn", async ({
  skip,
}) => {
  const program = await bundle([...files, "test/house/browser/page.ts"]);
  const worker = await bundle(["test/house/browser/worker.ts"]);
  if ("unavailable" in opened) return skip(opened.unavailable);
  const page = await opened.browser.newPage();
  const seen = watch(page);
  const url = "https://iofd.invalid/"; // answered here; a report needs crypto.subtle, which only a secure page has
  await page.route(url, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(url);
  await page.addScriptTag({ content: program });
  expect(await page.evaluate(`rerunInPlace(${JSON.stringify(golden)})`)).toBe(golden);
  expect(await page.evaluate(`rerunInWorker(${JSON.stringify(golden)}, ${JSON.stringify(worker)})`)).toBe(golden);
  expect(await page.evaluate(`answerOf(${JSON.stringify(golden)})`)).toBe(answerOf(JSON.parse(golden)));
  expect(await page.evaluate(`reportOf(${JSON.stringify(golden)})`)).toContain("<svg");
  expect(seen).toEqual({ consoleErrors: [], pageErrors: [], requests: [] });
}, 300_000);
