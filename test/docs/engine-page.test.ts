import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/engine.md"), "utf8");

test("every block of the engine's page is an example or its output, word for word", () => {
  const examples = ["examples/engine", "examples/simpy"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const blocks = [...page.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
  expect(blocks.filter((block) => !examples.includes(block))).toEqual([]);
  expect(blocks.length).toBe(8);
});

test("every engine example is on the engine's page", () => {
  const names = readdirSync(join(root, "examples/engine")).filter((name) => name.endsWith(".ts"));
  expect(names.filter((name) => !page.includes(`(../examples/engine/${name})`))).toEqual([]);
});

const file = join(root, "sim/engine/index.ts");
const program = ts.createProgram([file], { ...ts.getDefaultCompilerOptions(), target: ts.ScriptTarget.ES2023 });
const checker = program.getTypeChecker();
const exported = checker
  .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
  .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));

/** The members of a class or interface that are meant for users. */
function members(symbol: ts.Symbol): string[] {
  const own = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  const inherited =
    checker
      .getDeclaredTypeOfSymbol(symbol)
      .getBaseTypes()
      ?.flatMap((base) => base.getProperties()) ?? [];
  return own
    .filter((member) => !inherited.some(({ name }) => name === member.name))
    .filter((member) => !(ts.getCombinedModifierFlags(member.valueDeclaration!) & ts.ModifierFlags.Private))
    .filter((member) => !member.getJsDocTags(checker).some((tag) => tag.name === "internal"))
    .map((member) => member.name);
}

const words = (text: string) => [...text.matchAll(/`(\w+)/g)].map((match) => match[1]!);

/** What the first columns of a section's tables name. */
const listed = (section: string) =>
  section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => words(line.split(" | ")[0]!));

const names = page.slice(page.indexOf("## Every name"), page.indexOf("## Coming from SimPy"));
const sections = new Map(names.split("\n### ").map((section) => [words(section.split("\n")[0]!)[0]!, section]));

test.each([
  "Simulation",
  "ActiveProcess",
  "Resource",
  "PreemptiveResource",
  "Store",
  "Signal",
  "Tally",
  "TimeWeighted",
  "Rate",
  "RandomStreams",
  "RandomStream",
])("the engine's page names every member of %s, and no other", (name) => {
  const symbol = exported.find((candidate) => candidate.name === name)!;
  expect(listed(sections.get(name)!).toSorted()).toEqual(members(symbol).toSorted());
});

test("the engine page names every export and every error kind", () => {
  const named = new Set([...sections.keys(), ...words(names)]);
  expect(exported.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  const kinds = exported.find(({ name }) => name === "SimulationErrorKind")!;
  const union = checker.getDeclaredTypeOfSymbol(kinds) as ts.UnionType;
  const unexplained = union.types.filter((type) => !names.includes(`\`${(type as ts.StringLiteralType).value}\``));
  expect(unexplained.map((type) => (type as ts.StringLiteralType).value)).toEqual([]);
});
