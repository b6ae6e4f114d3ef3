import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { floorOf, lies, longest, narrow, parts, rooms } from "./floors.ts";

const root = resolve(import.meta.dirname, "../..");

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

function mayImport(file: string, imported: string): boolean {
  if (longest(rooms, file) === longest(rooms, imported)) return true;
  const room = longest(
    narrow.map(({ room }) => room),
    file,
  );
  const known = narrow.find((entry) => entry.room === room)?.knows ?? rooms;
  return floorOf(imported) < floorOf(file) && known.some(lies(imported));
}

test("every file lies in a room of the table", () => {
  expect(files.filter((file) => longest(rooms, file) === undefined)).toEqual([]);
});

test("every folder with sources is a room of the table, or a named part of one", () => {
  const folders = new Set(files.filter((file) => !rooms.includes(file)).map((file) => dirname(file)));
  expect([...folders].filter((folder) => !rooms.includes(folder) && !parts.includes(folder))).toEqual([]);
});

test("every room of the table has a file", () => {
  expect(rooms.filter((room) => !files.some((file) => longest(rooms, file) === room))).toEqual([]);
});

test("every file imports only from its own room and from floors below, types included", () => {
  const trespasses = files.flatMap((file) =>
    ownImports(file)
      .filter((name) => !mayImport(file, name))
      .map((name) => `${file} imports ${name}`),
  );
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

test("reports imports nothing of Node: a page can be drawn in a browser", () => {
  const reports = files.filter((file) => file.startsWith("reports/"));
  expect(reports.filter((file) => imports(file).some((name) => name.startsWith("node:")))).toEqual([]);
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
