import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import type { Result } from "../../../../bench/experiment/result/result.ts";
import type { Validation } from "../../../../bench/experiment/result/validation.ts";
import { runScenario } from "../../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";
import { figuresOf } from "../../../../reports/figures/result-figures.ts";
import { answerOf } from "../../../../reports/findings/answer.ts";
import { validationTable } from "../../../../reports/findings/tables/validation-table.ts";
import { validationAnswer, verdictOf } from "../../../../reports/findings/validation.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function run(name: string, change = (text: string) => text): Promise<Result> {
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const text = change(readFileSync(join(shippedScenarios, `${name}.yaml`), "utf8"));
  const scenario = parseScenario("test.yaml", text, inputs);
  return runScenario(scenario, inputs, { executor: pool, version, progress: { update: () => {} } });
}

const rows = ({ cells }: Validation) =>
  cells.map(({ role, published, simulated, error }) => [role, published, simulated, Number((error! * 100).toFixed(1))]);

test("pci-testdev-2013: six cells fit six parameters; five predict the sixth 19 % too low", async () => {
  const result = await run("pci-testdev-2013");
  const [full, additive] = result.validations;
  expect(full!.parameters).toHaveLength(6);
  expect(verdictOf(full!)).toMatch(
    /^a fit, not a validation: 6 cells fitted, 6 free parameters \(.*\), none held out$/,
  );
  expect(rows(full!).every(([role, , , error]) => role === "fitted" && error === 0)).toBe(true);
  expect(verdictOf(additive!)).toMatch(/^1 cell held out, 5 fitted, 5 free parameters/);
  expect(rows(additive!).filter(([role]) => role === "held-out")).toEqual([["held-out", 8796, 7134, -18.9]]);
  expect(validationAnswer(result, additive!)[0]!.text).toBe(
    "Held out from pci-testdev-2013-additive: mmio-qemu-wildcard: simulated 7 134 cycles, published 8 796 cycles (−18.9 %).",
  );
});

test("bus-search-2011: the real searches pass 200 other devices, and leave the published rates of exits", async () => {
  const result = await run("bus-search-2011");
  expect(result.points.map(({ comparisons }) => comparisons.max)).toEqual([200, 8]);
  const [validation] = result.validations;
  expect(verdictOf(validation!)).toContain("a fit, not a validation");
  for (const { error } of validation!.cells) expect(Math.abs(error!)).toBeLessThan(0.001);
});

test("bus-search-pvm: one price a step predicts three held-out counts of regions to 10 %", async () => {
  const [validation] = (await run("bus-search-pvm")).validations;
  const heldOut = validation!.cells.filter(({ role }) => role === "held-out");
  expect(heldOut.map(({ published }) => published)).toEqual([290, 390, 450]);
  for (const { error } of heldOut) expect(Math.abs(error!)).toBeLessThan(0.1);
});

test("doorbell-2009: three cells fitted, the author's own extrapolation held out", async () => {
  const result = await run("doorbell-2009");
  expect(rows(result.validations[0]!)).toEqual([
    ["fitted", 9090, 9090, 0],
    ["held-out", 6530, 6810, 4.3],
    ["fitted", 5000, 5000, 0],
    ["fitted", 2720, 2720, 0],
  ]);
  expect(validationAnswer(result, result.validations[0]!)[0]!.text).toContain(
    "estimated, author-extrapolated 6.53 µs (+4.3 %)",
  );
});

test("a figure that the run does not know has no error, and neither does one that nothing was published of", async () => {
  const notify = await run("bus-search-pvm", (text) =>
    text.replace("published: 290ns,", "metric: notify, published: 290ns,"),
  );
  expect(notify.validations[0]!.cells[1]).toMatchObject({ simulated: null, error: null, unit: "ns" });
  const none = await run("region-count", (text) => text.replace("steps: 13", "steps: 2").replace("5000", "10"));
  expect(none.validations).toEqual([]);
});

const errors = ({ cells }: Validation, role: "fitted" | "held-out") =>
  cells.filter((cell) => cell.role === role).map(({ metric, error }) => ({ metric, error: error! }));

test("nvme-emulated-2022: two of four rates fitted, the two across foretold a tenth too low", async () => {
  const result = await run("nvme-emulated-2022");
  const [validation] = result.validations;
  expect(verdictOf(validation!)).toBe("2 cells and 2 ratios held out, 2 fitted, 2 free parameters (service, think)");
  for (const { error } of errors(validation!, "fitted")) expect(Math.abs(error)).toBeLessThan(0.02);
  const [shallow, deep] = errors(validation!, "held-out");
  expect(shallow!.error).toBeCloseTo(-0.082, 2);
  expect(deep!.error).toBeCloseTo(-0.095, 2);
});

test("nvme-emulated-2022: what an iofd multiplies the rate by is a tenth too high at depth 1 and too low at 64", async () => {
  const [validation] = (await run("nvme-emulated-2022")).validations;
  const ratios = validation!.cells.filter(({ over }) => over !== null);
  expect(ratios.map(({ published }) => published)).toEqual([41 / 35, 313 / 153]);
  expect(ratios[0]!.error).toBeCloseTo(0.095, 2);
  expect(ratios[1]!.error).toBeCloseTo(-0.088, 2);
  for (const { interval, simulated } of ratios) {
    expect([interval!.low < simulated!, simulated! < interval!.high]).toEqual([true, true]);
  }
});

test("nvme-emulated-2022: no path does less at a greater depth, and an iofd does more than qemu at each", async () => {
  const result = await run("nvme-emulated-2022");
  const { points } = result;
  const done = (notify: string) => points.filter((p) => p.notify === notify).map((p) => p.throughput!.value);
  const [qemu, iofd] = [done("qemu"), done("iofd")];
  for (const rates of [qemu, iofd]) {
    expect(rates).toHaveLength(7);
    for (let i = 1; i < rates.length; i++) expect(rates[i]! / rates[i - 1]!).toBeGreaterThan(0.99);
  }
  expect(iofd.every((rate, i) => rate > 1.1 * qemu[i]!)).toBe(true);
  const captions = figuresOf(result)
    .map(({ caption }) => caption)
    .join();
  expect(captions).toContain("Requests done a second");
  expect(captions).not.toContain("Comparisons"); // as many at every depth
});

test("polling-2020: the nominal idle states foretell a fifth of what polling saved; a fitted one foretells the rate", async () => {
  const [validation] = (await run("polling-2020")).validations;
  for (const { error } of errors(validation!, "fitted")) expect(Math.abs(error)).toBeLessThan(0.005);
  const [completion, throughput] = errors(validation!, "held-out");
  expect(completion!.error).toBeCloseTo(-0.304, 2);
  expect(throughput!.error).toBeCloseTo(0.022, 2);
  const saved = validation!.cells.find(
    ({ over }) => over === "costs=costs/cascadelake-8269cy.yaml,backend.poll.kind=none",
  )!;
  expect(saved.published).toBeCloseTo(13.6 / 21.64, 12);
  expect(saved.simulated).toBeCloseTo(0.901, 2);
});

test("suppression: a guest that is busy with answers is hardly interrupted, yet far more often than was published", async () => {
  const result = await run("suppression");
  const [fitted] = errors(result.validations[0]!, "fitted");
  expect(Math.abs(fitted!.error)).toBeLessThan(0.05);
  const kicks = (depth: number, suppression: string) =>
    result.points.find(({ id }) => id === `virtqueue.suppression=${suppression},guest.workload.depth=${depth}`)!
      .measures["kicks per request"]!.value;
  expect([1, 2, 4, 8, 64].map((depth) => kicks(depth, "none"))).toEqual([1, 1, 1, 1, 1]);
  expect(kicks(1, "event-idx")).toBe(1);
  expect(kicks(2, "event-idx")).toBeLessThan(0.5);
  // What is left is a kick for all that is in flight: half as much at twice the depth.
  expect(kicks(64, "event-idx")).toBeCloseTo(1 / 64, 2);
  expect(kicks(1024, "event-idx")).toBeCloseTo(1 / 1024, 3);
  const { cells } = result.validations[0]!;
  const [at64, at1024] = cells.filter(({ metric }) => metric === "interrupts").map(({ simulated }) => simulated!);
  expect(at64! / 59_000).toBeLessThan(1 / 20);
  expect(at64).toBeGreaterThan(20 * 69);
  expect(at1024).toBeGreaterThan(69);
  expect(at1024).toBeLessThan(3 * 69);
  const captions = figuresOf(result)
    .map(({ caption }) => caption)
    .join();
  expect(captions).toContain("Doorbells rung for one request.");
  expect(captions).not.toContain("Comparisons");
  const answer = answerOf(result);
  expect(answer).toContain("Doorbells per request: none stays at 1, event-idx from 1 to 0.001.");
});

test("suppression: where the device is the bottleneck, one kick is left of a run, and an interrupt of each answer", async () => {
  const result = await run("suppression", (text) =>
    text
      .slice(0, text.indexOf("validation:"))
      .replace(/work: .*/, "")
      .replace("mean: 10us", "mean: 17us")
      .replace("from: 1, to: 1024", "from: 32, to: 64"),
  );
  const deepest = result.points.at(-1)!;
  expect(deepest.measures["kicks per request"]!.value).toBe(1 / 22_000);
  expect(deepest.measures["interrupts per request"]!.value).toBeGreaterThan(0.9);
  expect(answerOf(result)).not.toContain("becomes cheaper"); // no doorbell has no round trip, not one of 0
});

const ratio = (published: string) => (text: string) =>
  `${text}validation:\n  cells:\n    - { at: { notify: iofd, guest.space: mmio }, over: { notify: qemu }, published: ${published}, role: held-out, source: s }\n`;

test.each([
  ["x 0.55", 0.55],
  ["0.55", 0.55],
  ['"-45%"', 0.55],
  ["{ from: 9.09us, to: 5us }", 5 / 9.09],
])("a published ratio of two points, %s", async (published, factor) => {
  const result = await run("doorbell-2009", ratio(published));
  const [cell] = result.validations[1]!.cells;
  expect(cell).toMatchObject({
    point: "notify=iofd,guest.space=mmio",
    over: "notify=qemu,guest.space=mmio",
    unit: "times",
    simulated: 5000 / 9090,
    interval: null,
  });
  expect(cell!.published).toBeCloseTo(factor, 12);
  expect(cell!.error).toBeCloseTo(5000 / 9090 / factor - 1, 12);
});

test("a ratio reads as one, beside the point that it is to", async () => {
  const result = await run("doorbell-2009", ratio("x 0.5"));
  expect(validationTable(result, result.validations[1]!).table.rows).toEqual([
    ["iofd-mmio over qemu", "rtt", "× 0.5", "× 0.55", "+10.0 %", "held-out", "s"],
  ]);
});

test("a ratio is taken replication by replication: what both sides drew alike does not widen its interval", async () => {
  const text = `name: s
question: q?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: closed }, space: pio }
backend: { kind: counter, service: { mean: 100us, distribution: exponential } }
notify: qemu
device-limit: lifted
regions: { others: 200 }
matrix: { kernel: [2.6.32, upstream] }
run: { requests: 100, replications: 5 }
validation:
  cells:
    - { at: { kernel: upstream }, published: 100us, role: held-out, source: s }
    - { at: { kernel: upstream }, over: { kernel: 2.6.32 }, published: x 1, role: held-out, source: s }
`;
  const result = await run("doorbell-2009", () => text);
  const [own, over] = result.validations[0]!.cells;
  const wide = (cell: typeof own) => (cell!.interval!.high - cell!.interval!.low) / cell!.simulated!;
  expect(wide(own)).toBeGreaterThan(0.05);
  expect(over!.simulated).toBeLessThan(1);
  expect(wide(over)).toBeGreaterThan(0);
  expect(wide(over)).toBeLessThan(0.001);
  expect(validationTable(result, result.validations[0]!).table.rows[0]![3]).toMatch(/^\d+ µs ± [\d.]+ µs$/);
});
