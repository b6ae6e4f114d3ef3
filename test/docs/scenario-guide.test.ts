import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { measureTable } from "../../bench/experiment/result/measures.ts";
import { metricTable } from "../../bench/experiment/result/metrics.ts";
import { keyTables } from "./scenario-keys.ts";

/** The generated parts of the guide, by their first and last lines. */
const parts = [
  ["<!-- keys, from the schema -->", "<!-- end of keys -->", keyTables()],
  ["<!-- metrics, from the table -->", "<!-- end of metrics -->", metricRows()],
  ["<!-- measures, from the table -->", "<!-- end of measures -->", measureRows()],
] as const;

/** To write the tables anew: `npx vitest run -u test/docs/scenario-guide.test.ts`. */
test("the guide's tables are those of the schema and of the metrics and measures", async () => {
  const guide = resolve(import.meta.dirname, "../../scenarios/README.md");
  const text = parts.reduce(filled, readFileSync(guide, "utf8"));
  await expect(text).toMatchFileSnapshot(guide);
});

function filled(text: string, [begin, end, content]: (typeof parts)[number]): string {
  const [before, rest] = text.split(begin);
  return `${before}${begin}\n\n${content}\n\n${end}${rest!.split(end)[1]}`;
}

function metricRows(): string {
  const rows = metricTable.map(({ name, from, to }) => `| \`${name}\` | ${from} | ${to} |`);
  return ["| metric | from | to |", "| --- | --- | --- |", ...rows].join("\n");
}

function measureRows(): string {
  const rows = measureTable.map(({ name, unit, meaning }) => `| ${name} | ${unit} | ${meaning} |`);
  return ["| measure | unit | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}
