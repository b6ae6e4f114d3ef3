import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageLibraries } from "../../bench/host/files/page-libraries.ts";
import { renderReport } from "../../reports/page/report.ts";
import { openBrowser } from "./chromium.ts";
import { watch } from "./page-watch.ts";

const opened = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), "iofd-report-"));
const report = join(folder, "report.html");

beforeAll(async () => {
  const golden = readFileSync(resolve(import.meta.dirname, "../golden/small.result.json"), "utf8");
  writeFileSync(report, await renderReport([JSON.parse(golden)], pageLibraries()));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if ("browser" in opened) await opened.close();
});

describe("a report in a real browser, from file://", () => {
  test("has no error, asks nothing of the network, and brings its charts to life", async ({ skip }) => {
    if ("unavailable" in opened) return skip(opened.unavailable);
    const page = await opened.browser.newPage();
    const seen = watch(page);
    await page.goto(pathToFileURL(report).href);
    await page.waitForSelector(".chart.vega-embed svg");
    expect(seen).toEqual({ consoleErrors: [], pageErrors: [], requests: [] });
    const charts = await page.locator("figure").count();
    await expect.poll(() => page.locator(".chart.vega-embed svg.marks").count()).toBe(charts);
  });

  test("a click on a legend leaves one line and fades the others", async ({ skip }) => {
    if ("unavailable" in opened) return skip(opened.unavailable);
    const page = await opened.browser.newPage();
    await page.goto(pathToFileURL(report).href);
    await page.waitForSelector(".chart.vega-embed svg.marks");
    const chart = page.locator(".chart.vega-embed").first();
    const faded = () => chart.locator('.mark-symbol.role-mark path[opacity="0.12"]').count();
    expect(await faded()).toBe(0);
    const name = chart.locator(".role-legend-label text").first();
    await name.scrollIntoViewIfNeeded();
    const label = (await name.boundingBox())!;
    await page.mouse.click(label.x + label.width / 2, label.y + label.height / 2);
    await expect.poll(faded).toBeGreaterThan(0);
  });

  test("is readable without scripts", async ({ skip }) => {
    if ("unavailable" in opened) return skip(opened.unavailable);
    const context = await opened.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(report).href);
    expect(await page.locator(".answer").textContent()).toContain("iofd");
    const chart = await page.locator("figure svg").first().boundingBox();
    expect(chart!.width).toBeGreaterThan(300);
    expect(chart!.height).toBeGreaterThan(80);
    await context.close();
  });

  test("fits a phone: the page itself never scrolls sideways", async ({ skip }) => {
    if ("unavailable" in opened) return skip(opened.unavailable);
    const page = await opened.browser.newPage({ viewport: { width: 390, height: 800 } });
    await page.goto(pathToFileURL(report).href);
    await page.waitForSelector(".chart.vega-embed svg");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });
});
