import { expect, test } from "vitest";
import { lineChart } from "../../../reports/charts/lines.ts";
import { renderSvg } from "../../../reports/charts/render.ts";

/** The numbers at the axes of a chart whose line goes from (x, y) to (x, y). */
async function labels(from: [number, number], to: [number, number], between = 0): Promise<string[]> {
  const points = Array.from({ length: between + 2 }, (_, i) => {
    const at = (side: 0 | 1) => from[side] + (i / (between + 1)) * (to[side] - from[side]);
    return { x: at(0), y: at(1), low: at(1), high: at(1), series: "iofd", text: "" };
  });
  const svg = await renderSvg(
    lineChart({ x: { title: "requests", log: true }, y: { title: "response, us", log: true }, points }),
  );
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
}

test("an axis names 0.5 as 0.5, and 20,000 as 20k", async () => {
  const named = await labels([1000, 0.4], [20_000, 4]);
  expect(named).toEqual(expect.arrayContaining(["0.5", "20k"]));
  expect(named).not.toContain("500m");
});

test("few values are named one by one; over three powers of ten, only these are named", async () => {
  expect(await labels([3, 1], [7, 2])).toEqual(expect.arrayContaining(["3", "7"]));
  const wide = await labels([900, 1], [2_000_000, 2], 20);
  expect(wide).toEqual(expect.arrayContaining(["1k", "10k", "100k", "1M"]));
  expect(wide).not.toContain("20k");
});
