import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import type { Measurement } from "../../bench/experiment/result/measurement.ts";
import { measurementSchema } from "../../bench/experiment/result/measurement-schema.ts";
import type { Result } from "../../bench/experiment/result/result.ts";
import { resultSchema } from "../../bench/experiment/result/schema.ts";
import { pageLibraries } from "../../bench/host/files/page-libraries.ts";
import { measure } from "../../bench/host/machine/measurement.ts";
import { renderReport } from "../../reports/page/report.ts";
import { goldenResult } from "../reports/golden-results.ts";
import { openBrowser } from "./chromium.ts";
import { hostile, payload } from "./hostile-strings.ts";
import { watch } from "./page-watch.ts";

const opened = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), "iofd-hostile-"));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if ("browser" in opened) await opened.close();
});

const results = (["doorbell", "trace", "knobs", "iofd-loses"] as const).map((name) =>
  hostile(goldenResult(name), resultSchema),
);
const measurement = hostile(everythingMeasured(), measurementSchema);

/** Opens a report of these files and waits for its charts. The policy can be off, to see that escaping alone holds. */
async function openReport(browser: Browser, policy: "policy on" | "policy off", ...files: (Result | Measurement)[]) {
  const path = join(folder, "report.html");
  writeFileSync(path, await renderReport(files, pageLibraries()));
  const context = await browser.newContext({ bypassCSP: policy === "policy off" });
  const page = await context.newPage();
  const seen = watch(page);
  await page.goto(pathToFileURL(path).href);
  const charts = await page.locator("figure").count();
  await expect.poll(() => page.locator(".chart.vega-embed svg.marks").count()).toBe(charts);
  return { page, seen, close: () => context.close() };
}

/** Everything on a page that a payload could have made. Forms are vega’s own: it makes an empty one for each chart. */
function madeByMarkup(page: Page) {
  return page.evaluate(`({
    ran: window.ran ?? "nothing",
    strangers: document.querySelectorAll("img, iframe, object, embed, base, input, video, audio, foreignObject").length,
    handlers: [...document.querySelectorAll("*")].filter((e) => e.getAttributeNames().some((n) => n.startsWith("on"))).length,
    scripts: document.scripts.length,
  })`);
}

test.for(["policy on", "policy off"] as const)(
  "markup in any string of a result or measurement is text: nothing runs, nothing is made of it (%s)",
  async (policy, { skip }) => {
    if ("unavailable" in opened) return skip(opened.unavailable);
    const files = [...results.map(({ file }) => file), measurement.file];
    const { page, seen, close } = await openReport(opened.browser, policy, ...files);
    expect(await madeByMarkup(page)).toEqual({ ran: "nothing", strangers: 0, handlers: 0, scripts: 5 });
    expect(seen).toEqual({ consoleErrors: [], pageErrors: [], requests: [] });
    const text = (await page.locator("main").textContent())!;
    for (const shown of shownStrings()) expect(text).toContain(shown);
    await close();
  },
);

/** Strings that the page shows whole. */
function shownStrings(): string[] {
  const ofResult = results.flatMap(({ file }) => [
    file.name,
    file.question,
    file.iofd,
    file.scenario.text,
    file.selfCheck.what,
    ...Object.keys(file.axes),
    ...file.points.flatMap(({ id, fingerprint, axes }) => [id, fingerprint, ...Object.values(axes).map(String)]),
    ...file.costs.flatMap(({ name, hardware, mitigations }) => [name, hardware, mitigations]),
    ...file.costs.flatMap(({ numbers, cells }) => [...numbers, ...cells].flatMap(({ name, source }) => [name, source])),
    ...file.validations.flatMap(({ of, parameters, cells }) => [
      of,
      ...parameters,
      ...cells.map(({ source }) => source),
    ]),
    ...file.warnings.flatMap(({ message }) => message),
    ...(file.trace ? [file.trace.file, ...Object.keys(file.trace.userspaceExits)] : []),
    ...(file.trace?.mostWritten ?? []).flatMap(({ space, address }) => [space, address]),
  ]);
  const { machine, runs, micro, absent } = measurement.file;
  const ofMeasurement = [machine.cpu, machine.os, machine.node, machine.v8!, runs[0]!.name, micro[0]!.name, ...absent];
  return [...ofResult, ...ofMeasurement];
}

test("the payload stands in every string that no fixed list limits", () => {
  const kinds = new Set(results.flatMap(({ changed }) => changed));
  for (const kind of [
    ".name",
    ".question",
    ".axes#",
    ".axes.*.*",
    ".points.*.id",
    ".points.*.axes#",
    ".warnings.*.message",
  ])
    expect(kinds).toContain(kind.replace(".axes.*.*", ".axes.notify.*"));
  expect(kinds).not.toContain(".format");
  expect(measurement.changed).toContain(".machine.cpu");
  expect(results[0]!.file.name).toBe(`${payload}doorbell-2009`);
});

test("a tooltip shows markup as text", async ({ skip }) => {
  if ("unavailable" in opened) return skip(opened.unavailable);
  const { page, close } = await openReport(opened.browser, "policy off", results[3]!.file);
  await page.locator(".chart.vega-embed .mark-symbol.role-mark path").first().hover({ force: true });
  await expect.poll(() => page.locator("#vg-tooltip-element.visible").textContent()).toContain(payload);
  expect(await madeByMarkup(page)).toEqual({ ran: "nothing", strangers: 0, handlers: 0, scripts: 5 });
  await close();
});

test("the policy stops a script that got into the page all the same", async ({ skip }) => {
  if ("unavailable" in opened) return skip(opened.unavailable);
  const { page, seen, close } = await openReport(opened.browser, "policy on", results[0]!.file);
  await page.evaluate(`document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = 1">')`);
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement("script"), { text: "window.ran = 1" }))`,
  );
  await expect.poll(() => seen.consoleErrors.length).toBeGreaterThanOrEqual(2);
  expect(await page.evaluate("window.ran")).toBeUndefined();
  expect(seen.consoleErrors.every((error) => error.includes("Content Security Policy"))).toBe(true);
  await close();
});

/** A measurement with every part that a measurement can have. */
function everythingMeasured(): Measurement {
  const native = { suite: "engine", name: "HOLD, handlers", size: 10, compiler: "g++", ours: 1, native: 2, ratio: 2 };
  const micro = { suite: "bus", name: "sorted", size: 10, median: 3, low: 2, high: 4, samples: 5, comparisons: 4 };
  const peer = { workload: "HOLD", unit: "events", engine: "ns-3", version: "3", style: "events" };
  return measure({
    workers: 1,
    runs: [{ name: "a", seconds: 1, events: 2 }],
    micro: [micro, { ...micro, size: 100 }],
    native: [native],
    queue: [{ increments: "constant", size: 10, ours: 1, heap: 2, ratio: 2 }],
    model: [{ path: "vhost", origin: "b", doorbells: 10, doorbell: 9, events: 5, hold: 50, share: 0.3 }],
    coldStart: { customers: 10, node: 0.1, beyond: 0.2 },
    allocation: [{ name: "write", bytes: 0 }],
    peers: { rounds: 5, rows: [{ ...peer, size: 10, operations: 9, rate: 8, low: 7, high: 9, ratio: 2 }] },
    absent: ["SimPy: not here"],
  });
}
