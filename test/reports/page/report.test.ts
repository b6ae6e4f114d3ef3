import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../../bench/experiment/result/result.ts";
import { pageLibraries } from "../../../bench/host/files/page-libraries.ts";
import { answerOf } from "../../../reports/findings/answer.ts";
import { renderReport } from "../../../reports/page/report.ts";

const pageOf = (...results: Result[]) => renderReport(results, pageLibraries());
const golden: Result = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../golden/small.result.json"), "utf8"));

test("a page is readable without scripts: question, answer, charts and tables are there as text and SVG", async () => {
  const page = await pageOf(golden);
  const readable = page.replaceAll(/<script[\s\S]*?<\/script>/g, "");
  expect(readable).toContain(golden.question);
  expect(readable).toContain("The round trip by stage");
  expect(readable).toContain("theory 4.000");
  expect(readable.match(/<svg /g)!.length).toBeGreaterThanOrEqual(2);
  expect(answerOf(golden)).toMatch(/iofd|qemu/);
});

test("the cost sheet's own uncertainty stands beside the answer, drawn as tornadoes and in a table", async () => {
  expect(answerOf(golden)).toMatch(
    /The cost sheet is uncertain too: nine in ten of 10 sheets, with all numbers varied over their ranges, put the mean response of iofd at 20k\/s at [−+][\d.]+ % to [−+][\d.]+ %, and \S+ \(.*\) moves it most/,
  );
  const readable = (await pageOf(golden)).replaceAll(/<script[\s\S]*?<\/script>/g, "");
  expect(readable).toContain("What moves the response of iofd at 20k/s");
  expect(readable).toContain("What moves the notify of iofd at 20k/s");
  expect(readable).toContain("Uncertainty of the cost sheet");
  expect(answerOf({ ...golden, sensitivity: null })).not.toContain("uncertain");
});

test("a page asks nothing of the network", async () => {
  const page = await pageOf(golden);
  const markup = page.replaceAll(/<script>[\s\S]*?<\/script>/g, "");
  expect(markup).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("text of a scenario can not become markup", async () => {
  const page = await pageOf({ ...golden, question: "<script>alert(1)</script>" });
  expect(page).not.toContain("<script>alert(1)");
});

test("two results of one name stand apart on one page", async () => {
  const page = await pageOf(golden, golden);
  expect(page).toContain('id="small"');
  expect(page).toContain('id="small-2"');
});

test("the same result is drawn to the same bytes", async () => {
  expect(await pageOf(golden)).toBe(await pageOf(golden));
});
