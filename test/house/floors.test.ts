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
  ["reports/page/tables"],
  ["reports/page"],
  ["bench/host/files", "bench/host/machine", "bench/host/kvm"],
  ["bench/host/pool", "bench/host/conform", "bench/micro/reference"],
  ["bench/micro"],
  ["bench/peers"],
  ["bench/peers/drivers"],
  ["bench/cli/tables"],
  ["bench/cli"],
];

/** Rooms that do not know of others below them, and what of those they do know. */
const narrow: readonly { readonly room: string; readonly knows: readonly string[] }[] = [
  { room: "sim/engine", knows: ["sim/engine"] },
  { room: "bench", knows: ["sim/index.ts", "sim/engine/index.ts", "bench"] },
  { room: "bench/micro", knows: ["sim/index.ts", "sim/engine", "bench"] }, // times the engine's inside, which has no public name
  { room: "reports", knows: ["bench/experiment/result", "reports"] },
  { room: "bench/cli", knows: ["sim/index.ts", "bench", "reports"] },
];

/** What is still to be mended; this list only shrinks. */
const stillWrong: readonly string[] = [
  "sim/index.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/costs/cost-sheet.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/doorbell/doorbell.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/exit/exit-context.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/exit/exit-context.ts imports sim/model/vmm/vmm.ts",
  "sim/model/guest/completion-doorbell.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/observe/observations.ts imports sim/model/exit/round-trip.ts",
  "sim/model/spec/machine-spec.ts imports bench/experiment/costs/round-trip-fit.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/backend/poll-window.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/cpu/fair-scheduler.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/doorbell/notification-suppression.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/vmm/big-lock.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/vmm/deferred-handler.ts",
  "sim/model/spec/machine-spec.ts imports sim/model/workload/doorbell-choice.ts",
  "bench/experiment/run-scenario.ts imports bench/host/files/locations.ts",
  "bench/experiment/run-scenario.ts imports bench/host/pool/thread-pool.ts",
  "bench/trace/regions.ts imports bench/trace/formats/ftrace.ts",
  "bench/experiment/costs/round-trip-fit.ts imports sim/kvm/access.ts",
  "bench/experiment/costs/round-trip-fit.ts imports sim/model/costs/cost-sheet.ts",
  "bench/experiment/published/reading.ts imports bench/experiment/analysis/summarise-point.ts",
  "bench/experiment/result/result.ts imports bench/experiment/costs/sheet-numbers.ts",
  "bench/experiment/result/result.ts imports bench/experiment/input/fault.ts",
  "bench/experiment/result/result.ts imports bench/experiment/published/compare-published.ts",
  "bench/experiment/result/result.ts imports bench/experiment/replication/measures.ts",
  "bench/experiment/result/result.ts imports bench/experiment/replication/replication.ts",
  "bench/experiment/result/result.ts imports bench/experiment/run/self-check.ts",
  "bench/experiment/result/result.ts imports bench/experiment/sensitivity/headline.ts",
  "bench/experiment/result/result.ts imports bench/experiment/sensitivity/sensitivity.ts",
  "bench/experiment/result/result.ts imports bench/experiment/stats/compare.ts",
  "bench/experiment/result/result.ts imports bench/experiment/stats/estimate.ts",
  "bench/experiment/rules/unpriced-mechanisms.ts imports bench/experiment/load/completion-path.ts",
  "bench/experiment/rules/unpriced-mechanisms.ts imports bench/experiment/load/sheet-units.ts",
  "bench/experiment/run/plan.ts imports bench/host/pool/thread-pool.ts",
  "bench/experiment/run/self-check.ts imports bench/host/pool/thread-pool.ts",
  "bench/experiment/scenario/published-schema.ts imports bench/experiment/replication/replication.ts",
  "bench/experiment/sensitivity/means.ts imports bench/experiment/analysis/summarise-point.ts",
  "bench/experiment/sensitivity/sensitivity.ts imports bench/host/pool/thread-pool.ts",
  "bench/host/machine/measurement.ts imports bench/host/files/locations.ts",
  "bench/trace/formats/ftrace.ts imports bench/experiment/input/fault.ts",
  "reports/findings/sensitivity.ts imports reports/charts/tornado.ts",
  "reports/findings/sensitivity.ts imports reports/figures/result-figures.ts",
  "reports/page/tables/model-table.ts imports reports/page/html.ts",
  "reports/page/tables/peers-table.ts imports reports/page/html.ts",
  "reports/page/tables/queue-table.ts imports reports/page/html.ts",
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
  expect(trespasses).toEqual(stillWrong);
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
