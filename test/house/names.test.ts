import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { kernels, notifies } from "../../sim/index.ts";

const root = resolve(import.meta.dirname, "../..");

/** Who may say a kernel's or a mechanism's name: the tables behind `capabilities` and `mechanisms`. */
const tables = ["sim/kvm/kernels.ts", "sim/model/spec/notify.ts", "sim/model/exit/mechanisms/mechanisms.ts"];

const sources = ["sim", "bench", "reports"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("out/"))
    .map((name) => `${folder}/${name}`),
);

const names = new Set<string>([...kernels, ...notifies]);
const isEquality = (kind: ts.SyntaxKind) =>
  [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(kind);

/** What a value is part of, through brackets, lists and casts. */
function userOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const through =
    ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isArrayLiteralExpression(parent);
  return through ? userOf(parent) : parent;
}

/** Whether the program decides something by this value: by comparison, `switch`, `includes`, `has` or the like. */
function decides(user: ts.Node): boolean {
  if (ts.isBinaryExpression(user)) return isEquality(user.operatorToken.kind);
  if (ts.isCaseClause(user)) return true;
  if (ts.isNewExpression(user)) return user.expression.getText() === "Set";
  const called = ts.isCallExpression(user) ? user.expression : user;
  return ts.isPropertyAccessExpression(called) && /^(includes|indexOf|has|startsWith)$/.test(called.name.text);
}

function namesDecidedOn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && names.has(node.text) && decides(userOf(node))) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("nobody decides by a kernel's or a mechanism's name: they ask what it can do", () => {
  const telling = sources
    .filter((file) => !tables.includes(file))
    .flatMap((file) => namesDecidedOn(file).map((name) => `${file}: ${name}`));
  expect(telling).toEqual([]);
});
