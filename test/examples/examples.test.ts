import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const programs = ["examples/engine", "examples/simpy"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const kept = (program: string) => readFileSync(join(root, program.replace(/ts$/, "out")), "utf8");

test.each(programs)("%s prints what is kept beside it", async (program) => {
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((line) => void printed.push(line));
  try {
    await import(join(root, program));
  } finally {
    log.mockRestore();
  }
  expect(printed.map((line) => `${line}\n`).join("")).toBe(kept(program));
});

test.each(programs.filter((program) => program.includes("/engine/")))("%s has 60 lines or fewer", (program) => {
  expect(readFileSync(join(root, program), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});

test("an example runs in a checkout by the command that its guide gives", async () => {
  const [command, ...argv] = "node examples/run.mjs examples/engine/01-hold.ts".split(" ");
  expect(readFileSync(join(root, "docs/engine.md"), "utf8")).toContain([command, ...argv].join(" "));
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: root });
  expect(stdout).toBe(kept(argv.at(-1)!));
});

test("every SimPy program has its TypeScript port beside it", () => {
  const names = readdirSync(join(root, "examples/simpy"));
  const python = names.filter((name) => name.endsWith(".py")).map((name) => name.replace(/py$/, "ts"));
  expect(python).toEqual(names.filter((name) => name.endsWith(".ts")));
});
