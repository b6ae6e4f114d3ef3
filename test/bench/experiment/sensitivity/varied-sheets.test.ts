import { expect, test } from "vitest";
import { type LoadedSheet, loadCostSheet } from "../../../../bench/experiment/costs/load-sheet.ts";
import { varySheet } from "../../../../bench/experiment/sensitivity/varied-sheets.ts";
import { quantize } from "../../../../sim/index.ts";

const stagesOf = (hop: string) => `name: x
hardware: not stated
mitigations: none
stages:
  exit: { value: 10ns, kind: published, source: me }
  signal: { value: 0ns, kind: estimated, source: me }
  hop: { value: 40ns, kind: estimated, source: me${hop} }
  entry: { value: 10ns, kind: measured-here, source: me }
`;
const load = (text: string): LoadedSheet => loadCostSheet("x.yaml", text).loaded!;
const vary = (text: string, samples = 100) => varySheet(load(text), { samples, seed: 1 });
const hops = (text: string, samples?: number) =>
  vary(text, samples).sampled.map((sheet) => sheet.stages.hop!.pio!.mean);

test("each number is moved alone to both ends of its range; one that costs nothing has none", () => {
  const { moved } = vary(stagesOf(""));
  expect(moved.map(({ number }) => number.name)).toEqual(["exit", "hop", "entry"]);
  const { low, high } = moved[1]!;
  expect([low.stages.hop!.pio!.mean, high.stages.hop!.mmio!.mean]).toEqual([20, 80]);
  expect([low.stages.exit!.pio!.mean, high.stages.exit!.pio!.mean]).toEqual([10, 10]);
});

test("sampled together, half of the sheets have a number below the sheet's value, one in each slice of its range", () => {
  const sorted = hops(stagesOf(""), 40).sort((a, b) => a - b);
  sorted.forEach((value, k) => {
    const edge = (share: number) => (share < 0.5 ? 20 + 40 * share : 40 + 80 * (share - 0.5));
    expect(value).toBeGreaterThanOrEqual(edge(k / 40));
    expect(value).toBeLessThanOrEqual(edge((k + 1) / 40));
  });
});

test("a bound is varied on its open side only, evenly", () => {
  const sorted = hops(stagesOf(", flags: [upper-bound]")).sort((a, b) => a - b);
  expect(sorted[0]).toBeGreaterThanOrEqual(20);
  expect(sorted.at(-1)).toBeLessThanOrEqual(40);
  expect((sorted[49]! + sorted[50]!) / 2).toBeCloseTo(30, 0);
});

test("numbers are drawn apart: their order does not tell one from the other", () => {
  const { sampled } = vary(stagesOf(""), 400);
  const rank = (of: (typeof sampled)[number], stage: "exit" | "hop") => of.stages[stage]!.pio!.mean;
  const above = sampled.filter((sheet) => rank(sheet, "hop") > 40 === rank(sheet, "exit") > 10).length;
  expect(above / 400).toBeGreaterThan(0.4);
  expect(above / 400).toBeLessThan(0.6);
});

test("what one number is drawn as does not hang on which others the sheet has", () => {
  const more = stagesOf("").replace("  entry", "  decode: { value: 5ns, kind: derived, source: me }\n  entry");
  expect(hops(more)).toEqual(hops(stagesOf("")));
});

test("totals that come too close make the difference free, never cheaper than nothing", () => {
  const cell = (space: string, value: string, match = "wildcard") =>
    `  - { space: ${space}, notify: iofd, match: ${match}, value: ${value}, devices: 0, kind: published, source: s }\n`;
  const text = `name: x\nhardware: h\nmitigations: m\ntotals:\n${cell("pio", "1762ns")}${cell("pio", "1777ns", "datamatch")}`;
  const means = vary(text).sampled.map((sheet) => sheet.stages.datamatch!.pio!.mean);
  expect(Math.min(...means)).toBe(0);
  expect(Math.max(...means)).toBeGreaterThan(15);
});

const idle = (c6: string) => `${stagesOf("")}idle:
  - { state: C1, residency: 2us, exit-latency: 1us, kind: published, source: s }
  - { state: C6, residency: 6us, exit-latency: 90us, kind: published, source: s${c6} }
`;

test("an idle state has two numbers: how long leaving it takes, and how long a CPU is idle before it is there", () => {
  const { moved } = vary(idle(", residency-range: [3us, 20us]"));
  const ladder = (sheet: (typeof moved)[number]["low"]) => sheet.idle.map((s) => [s.residency, s.exitLatency]);
  const found = moved.find(({ number }) => number.name === "idle C6 target residency")!;
  expect(found.number.range).toEqual({ low: 3000, high: 20_000, basis: "stated" });
  expect([ladder(found.low), ladder(found.high)]).toEqual([
    [
      [2000, 1000],
      [3000, 90_000],
    ],
    [
      [2000, 1000],
      [20_000, 90_000],
    ],
  ]);
  const assumed = moved.find(({ number }) => number.name === "idle C1 target residency")!.number.range;
  expect(assumed).toEqual({ low: 1800, high: 2200, basis: "assumed" });
});

test("an idle state that would be entered before a shallower one is entered with it", () => {
  const { moved } = vary(idle(", residency-range: [1us, 20us]"));
  const { low } = moved.find(({ number }) => number.name === "idle C6 target residency")!;
  expect(low.idle.map(({ residency }) => residency)).toEqual([2000, 2000]);
});

test("a residency out of its own range is refused where the range stands", () => {
  const { faults } = loadCostSheet("x.yaml", idle(", residency-range: [7us, 20us]"));
  expect(faults).toEqual([
    expect.objectContaining({ line: 11, message: "a range is [low, high] with the value within" }),
  ]);
});

test("times to leave an idle state are rounded to the model's resolution in every sheet, so that its sums stay exact", () => {
  const latencies = vary(idle("")).sampled.flatMap((sheet) => sheet.idle.map(({ exitLatency }) => exitLatency));
  expect(new Set(latencies).size).toBeGreaterThan(10);
  for (const latency of latencies) expect(latency).toBe(quantize(latency));
});
