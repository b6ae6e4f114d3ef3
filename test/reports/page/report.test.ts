import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../../bench/experiment/result/result.ts";
import { pageLibraries } from "../../../bench/host/files/page-libraries.ts";
import { answerOf } from "../../../reports/findings/answer.ts";
import { crossover } from "../../../reports/findings/crossover.ts";
import { digits, formatChange, formatDuration, formatPerSecond, formatTime } from "../../../reports/findings/format.ts";
import { renderReport } from "../../../reports/page/report.ts";

const pageOf = (...results: Result[]) => renderReport(results, pageLibraries());
const golden: Result = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../golden/small.result.json"), "utf8"));

test.each([
  [2720, "2.72 µs"],
  [9090, "9.09 µs"],
  [0.5, "0.500 ns"],
  [5000, "5.00 µs"],
  [999.9, "1 000 ns"],
  [1_234_567, "1.23 ms"],
] as const)("%d ns is written %s", (value, text) => {
  expect(formatTime(value, "ns")).toBe(text);
});

test("cycles are whole, with their thousands apart", () => {
  expect(formatTime(8796, "cycles")).toBe("8 796 cycles");
});

test("an interval is shown only where there is sampling error", () => {
  const known = { value: 2720, low: 2720, high: 2720, n: 1, sampling: "none" } as const;
  expect(formatDuration(known, "ns")).toBe("2.72 µs");
  expect(formatDuration({ value: 2720, low: 2700, high: 2740, n: 5, sampling: "replications" }, "ns")).toBe(
    "2.72 µs ± 20.0 ns",
  );
});

test("changes, rates and plain numbers", () => {
  expect([formatChange(0.55), formatChange(1.2), formatChange(1)]).toEqual(["−45.0 %", "+20.0 %", "0.0 %"]);
  expect([formatPerSecond(138_900), formatPerSecond(1_070_000), formatPerSecond(12)]).toEqual([
    "139k/s",
    "1.07M/s",
    "12/s",
  ]);
  expect([digits(0), digits(1234567), digits(0.01234)]).toEqual(["0", "1 234 567", "0.0123"]);
});

test("two lines cross between the swept values, on a log scale", () => {
  const a = [
    { x: 1, y: 0 },
    { x: 100, y: 2 },
  ];
  const b = [
    { x: 1, y: 1 },
    { x: 100, y: 1 },
  ];
  expect(crossover(a, b)).toBeCloseTo(10, 12);
  expect(
    crossover(a, [
      { x: 1, y: 5 },
      { x: 100, y: 5 },
    ]),
  ).toBeNull();
});

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
