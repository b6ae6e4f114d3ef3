import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Which floors a floor may import. A file's floor is the longest of these that its path starts with. */
const floors: Record<string, readonly string[]> = {
  "sim/engine": [],
  "sim/engine/index.ts": ["sim/engine"],
  "sim/kvm": [],
  "sim/model": ["sim/engine", "sim/engine/index.ts", "sim/kvm"],
  "sim/index.ts": ["sim/engine/index.ts", "sim/kvm", "sim/model"],
  "bench/result.ts": ["sim/index.ts", "bench"],
  bench: ["sim/index.ts", "sim/engine/index.ts", "bench/result.ts", "bench/micro/queue-models.ts"],
  "bench/micro/queue-models.ts": ["sim/engine", "bench"], // times the engine's inside, which has no public name
  "bench/live": ["sim/index.ts", "bench", "bench/result.ts"],
  "bench/peers/drivers": ["sim/engine/index.ts", "bench"],
  reports: ["bench/result.ts"],
  "bench/cli": ["sim/index.ts", "bench", "bench/live", "bench/result.ts", "reports"],
};

/** Packages that the simulator may use; it touches no file, terminal or process. */
const simPackages = ["pure-rand"];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("out/"))
    .map((name) => join(folder, name));
}

const files = ["sim", "bench", "reports"].flatMap(sources);
const examples = sources("examples");

function imports(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map((imported) => imported.fileName);
}

function ownImports(file: string): string[] {
  const own = imports(file).filter((name) => name.startsWith("."));
  return own.map((name) => relative(root, resolve(root, dirname(file), name)));
}

function floorOf(file: string): string {
  const fitting = Object.keys(floors).filter((floor) => file === floor || file.startsWith(`${floor}/`));
  return fitting.sort((a, b) => b.length - a.length)[0]!;
}

test("every file imports only from its own floor and those below", () => {
  const trespasses = files.flatMap((file) => {
    const floor = floorOf(file);
    const allowed = [floor, ...floors[floor]!];
    return ownImports(file)
      .filter((name) => !allowed.includes(floorOf(name)))
      .map((name) => `${file} imports ${name}`);
  });
  expect(trespasses).toEqual([]);
});

test("the simulator imports no package but its random generator, and nothing of Node", () => {
  const foreign = files
    .filter((file) => file.startsWith("sim/"))
    .flatMap((file) =>
      imports(file)
        .filter((name) => !name.startsWith("."))
        .map((name) => ({ file, name })),
    )
    .filter(({ name }) => !simPackages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`)));
  expect(foreign).toEqual([]);
});

test("an example imports the package's engine, and nothing else", () => {
  expect([...new Set(examples.flatMap(imports))]).toEqual(["iofd/engine"]);
});

/** What is imported at run time: `import type` is erased. */
function runtimeImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest);
  const names = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    const name = statement.moduleSpecifier as ts.StringLiteral | undefined;
    return name && !typeOnly && name.text.startsWith(".") ? [name.text] : [];
  });
  return names.map((name) => relative(root, resolve(root, dirname(file), name)));
}

test("no file needs itself by way of others at run time", () => {
  const graph = new Map(files.map((file) => [file, runtimeImports(file)]));
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === "open") cycles.push([...path, file].join(" -> "));
    if (state.has(file)) return;
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test("the simulator raises no power to a fraction: Node versions disagree on the last bit", () => {
  const powers = files
    .filter((file) => file.startsWith("sim/"))
    .filter((file) =>
      /Math\.pow|\*\*[^/*]/.test(readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
  expect(powers).toEqual([]);
});

test("no file says a host, a path of a machine, or how the project is worked on", () => {
  const words = /registry\.|\/work\/|\/root\/|\bissue #?\d/i;
  const telling = [...files, ...examples, ...sources("test")]
    .filter((file) => file !== "test/house/floors.test.ts")
    .filter((file) => words.test(readFileSync(join(root, file), "utf8")));
  expect(telling).toEqual([]);
});
