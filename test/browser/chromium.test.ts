import { afterAll, expect, test } from "vitest";
import { openBrowser } from "./chromium.ts";
import { watch } from "./page-watch.ts";

const opened = await openBrowser();
afterAll(() => ("browser" in opened ? opened.close() : undefined));

const svg = (text: string) =>
  `<svg width="300" height="60"><text x="10" y="40" style="font: 24px sans-serif">${text}</text></svg>`;

test("text in an SVG is drawn with a real font", async ({ skip }) => {
  if ("unavailable" in opened) return skip(opened.unavailable);
  const page = await opened.browser.newPage();
  const draw = async (text: string) => {
    await page.setContent(svg(text));
    const box = await page.locator("text").boundingBox();
    const picture = await page.locator("svg").screenshot();
    return { width: box?.width ?? 0, picture: picture.toString("base64") };
  };

  const [blank, narrow, wide, other] = [await draw(""), await draw("iiii"), await draw("MMMM"), await draw("WWWW")];

  expect(narrow.width).toBeGreaterThan(0);
  expect(wide.width).toBeGreaterThan(2 * narrow.width); // a stand-in for missing glyphs has one width for all
  expect(new Set([blank, narrow, wide, other].map((drawn) => drawn.picture)).size).toBe(4);
  await page.close();
});

test("watch hears errors and requests, but not the page itself", async ({ skip }) => {
  if ("unavailable" in opened) return skip(opened.unavailable);
  const page = await opened.browser.newPage();
  const script = `console.error("said"); fetch("/data.json"); fetch("data:,x"); setTimeout(() => { throw new Error("thrown"); })`;
  await page.route("http://report.test/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: route.request().url().endsWith(".json") ? "{}" : `<script>${script}</script>`,
    }),
  );
  const seen = watch(page);

  await page.goto("http://report.test/", { waitUntil: "networkidle" });

  expect(seen).toEqual({
    consoleErrors: ["said"],
    pageErrors: ["thrown"],
    requests: ["GET http://report.test/data.json"],
  });
  await page.close();
});
