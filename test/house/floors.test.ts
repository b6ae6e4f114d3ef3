import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/**
 * The rooms by floor, lowest first. A file's room is the longest of these that its path starts with. It imports from its own
 * room and from floors below, types included; rooms on one floor do not know each other.
 */
const floors: readonly (readonly string[])[] = [
  ["sim/engine/base", "sim/kvm"],
  ["sim/engine/random", "sim/engine/stats"],
  ["sim/engine/queue"],
  ["sim/engine/process"],
  ["sim/engine"],
  ["sim/engine/resource"],
  ["sim/engine/index.ts"],
  ["sim/model/costs"],
  ["sim/model/spec"],
  ["sim/model/doorbell"],
  ["sim/model/observe", "sim/model/cpu", "sim/model/workload"],
  ["sim/model/exit", "sim/model/completion"],
  ["sim/model/vmm"],
  ["sim/model/backend", "sim/model/guest"],
  ["sim/spec.ts"],
  ["sim/model/device.ts"],
  ["sim/model/machine.ts"],
  ["sim/index.ts"],
  ["bench/trace"],
  ["bench/trace/formats"],
  ["bench/experiment/input", "bench/experiment/result"],
  ["bench/experiment/stats", "bench/experiment/costs"],
  ["bench/experiment/scenario"],
  ["bench/experiment/rules"],
  ["bench/experiment/load"],
  ["bench/experiment/replication"],
  ["bench/experiment/run"],
  [
    "bench/experiment/analysis",
    "bench/experiment/sensitivity",
    "bench/experiment/published",
    "bench/experiment/warnings",
  ],
  ["bench/experiment"],
  ["reports/findings", "reports/charts"],
  ["reports/figures"],
  ["reports/page"],
  ["bench/host/files", "bench/host/kvm"],
  ["bench/host/machine", "bench/host/pool", "bench/host/conform", "bench/micro/reference"],
  ["bench/micro", "bench/peers"],
  ["bench/peers/drivers"],
  ["bench/cli/tables"],
  ["bench/cli"],
];

/** Rooms that do not know of others below them, and what of those they do know. */
const narrow: readonly { readonly room: string; readonly knows: readonly string[] }[] = [
  { room: "sim/engine", knows: ["sim/engine"] },
  { room: "bench", knows: ["sim/index.ts", "sim/spec.ts", "sim/engine/index.ts", "bench"] },
  { room: "bench/host/files", knows: ["sim/index.ts", "bench", "reports/page/libraries.ts"] }, // reads the page's libraries
  { room: "bench/host/kvm", knows: ["sim/index.ts"] }, // drives the kernel, knows no scenario
  { room: "bench/host/conform", knows: ["sim/index.ts", "bench/host/files", "bench/host/kvm"] }, // likewise
  { room: "bench/peers/drivers", knows: ["sim/engine/index.ts", "bench/peers"] }, // one is a user of the engine's package
  { room: "bench/micro", knows: ["sim/index.ts", "sim/engine", "bench"] }, // times the engine's inside, which has no public name
  { room: "reports", knows: ["sim/index.ts", "bench/experiment/result", "reports"] },
  { room: "bench/cli", knows: ["sim/index.ts", "bench", "reports"] },
];

/** Packages that the simulator may use; it touches no file, terminal or process. */
const simPackages = ["pure-rand"];

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("out/"))
    .map((name) => join(folder, name));
}

const files = ["sim", "bench", "reports"].flatMap(sources);
const examples = sources("examples");
const rooms = floors.flat();

function imports(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map((imported) => imported.fileName);
}

function ownImports(file: string): string[] {
  const own = imports(file).filter((name) => name.startsWith("."));
  return own.map((name) => relative(root, resolve(root, dirname(file), name)));
}

const lies = (file: string) => (place: string) => file === place || file.startsWith(`${place}/`);

function longest(places: readonly string[], file: string): string | undefined {
  return places.filter(lies(file)).sort((a, b) => b.length - a.length)[0];
}

const floorOf = (file: string) => floors.findIndex((floor) => floor.includes(longest(rooms, file)!));

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
