import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { details, Html, html, htmlTable } from "../../../reports/page/html.ts";

test("inserted text is escaped, in elements and in attributes", () => {
  const text = `<b>"&'</b>`;
  const escaped = "&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;";
  expect(String(html`<p title="${text}">${text}</p>`)).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test("numbers, lists and finished markup are inserted as they are; the text in a list is escaped", () => {
  expect(String(html`${1}${[html`<br>`, "<", ["&"]]}`)).toBe("1<br>&lt;&amp;");
  expect(String(html`<p>${Html.trusted("<svg></svg>")}</p>`)).toBe("<p><svg></svg></p>");
});

test("a table and a summary escape their texts, and columns of numbers are marked", () => {
  const table = { head: ["<a>", "n"], rows: [["&", "1"]], numeric: [1] };
  expect(String(htmlTable(table))).toContain('<th>&lt;a&gt;</th><th class="n">n</th>');
  expect(String(htmlTable(table))).toContain('<td>&amp;</td><td class="n">1</td>');
  expect(String(details("<s>", html`<p></p>`, "open"))).toBe(
    "<details open><summary>&lt;s&gt;</summary><p></p></details>",
  );
});

const folder = resolve(import.meta.dirname, "../../../reports/page");
const sources = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/** Texts of a source file that hold a tag, but for templates that `html` escapes. */
function looseMarkup(name: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const tagged = ts.isTaggedTemplateExpression(node.parent) && node.parent.tag.getText() === "html";
    const isText =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
    if (isText && !tagged && /<\/?[a-z]/i.test(node.getText())) found.push(`${name}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), visit);
  return found;
}

test("no file of the page puts markup together from strings", () => {
  expect(looseMarkup("a.ts", "const a = `<p>b`, c = html`<p>d`, e = '<i>' + f;")).toEqual([
    "a.ts: `<p>b`",
    "a.ts: '<i>'",
  ]);
  expect(sources.flatMap(({ name, text }) => looseMarkup(name, text))).toEqual([]);
});

test("only pictures that vega drew, data, style and scripts are trusted as markup", () => {
  const trusted = sources
    .filter(({ name }) => name !== "html.ts")
    .flatMap(({ text }) => [...text.matchAll(/Html\.trusted\((\w+ ?\w*)/g)].map((call) => call[1]));
  expect(trusted.sort()).toEqual(["await renderSvg", "data", "script", "style"]);
});
