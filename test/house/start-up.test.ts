import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { startUp } from "../../bench/micro/start-up.ts";

const root = resolve(import.meta.dirname, "../..");

/** The modules that `file` imports when it is loaded; types are erased and `import()` comes later. */
function imports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      const typeOnly = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      return typeOnly ? [] : [(statement.moduleSpecifier as ts.StringLiteral).text];
    }
    const from = ts.isExportDeclaration(statement) && !statement.isTypeOnly ? statement.moduleSpecifier : undefined;
    return from ? [(from as ts.StringLiteral).text] : [];
  });
}

/** Everything that is loaded with `start`: our files and the packages by name, without Node's own modules. */
function loaded(...start: string[]): { files: Set<string>; packages: string[] } {
  const [files, packages] = [new Set(start), new Set<string>()];
  for (const file of files)
    for (const name of imports(file)) {
      if (name.startsWith(".")) files.add(relative(root, resolve(root, dirname(file), name)));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  return { files, packages: [...packages].sort() };
}

test("--help and --version load the parser of command lines, and no verb", () => {
  const { files, packages } = loaded("bench/cli/main.ts");
  expect(packages).toEqual(["commander"]);
  expect([...files].filter((file) => /^(sim|reports)\//.test(file))).toEqual([]);
  expect(files.size).toBeLessThan(10);
});

test.each(["list", "validate"])("%s loads what reads a scenario: no engine, no machine, no report", (verb) => {
  const { files, packages } = loaded("bench/cli/main.ts", `bench/cli/${verb}.ts`);
  expect(files).not.toContain("sim/engine/simulation.ts");
  expect(files).not.toContain("sim/model/machine.ts");
  expect(files).not.toContain("reports/page/report.ts");
  const tables = verb === "list" ? ["cli-table3"] : [];
  expect(packages).toEqual([...tables, "commander", "fastest-levenshtein", "pako", "yaml", "zod"]);
});

test("--help takes at most 3 times the CPU time of a bare Node, validate at most 6 times", { retry: 3 }, () => {
  const [help, validate] = startUp("short").commands;
  expect(help!.ratio).toBeLessThan(3);
  expect(validate!.ratio).toBeLessThan(6);
});
