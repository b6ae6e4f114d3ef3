import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { runScenario } from "../../../../bench/experiment/run-scenario.ts";
import { Inputs } from "../../../../bench/experiment/scenario/inputs.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function run(text: string, inputs = diskInputs(join(shippedScenarios, "test.yaml"))) {
  return await runScenario(parseScenario("test.yaml", text, inputs), inputs, {
    executor: pool,
    version,
    progress: { update: () => {} },
  });
}

/** A device that serves at most 100,000 requests a second. */
const text = (virtqueue: string) => `name: ring
question: What if the ring fills?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: poisson, rate: 20k/s }, space: pio }
backend: { kind: iothread, service: 10us }
virtqueue: { suppression: none${virtqueue} }
matrix: { guest.workload.rate: [20k/s, 150k/s] }
run: { requests: 4000, warmup: 500, replications: 2 }
`;

describe("past what the device can do, the backlog of an open load", () => {
  test("is on a ring that never fills, where it grows: no notify, but a response", async () => {
    const { points, warnings } = await run(text(""));
    expect(points[1]!.metrics).toMatchObject({ notify: null, response: {} });
    expect(points[1]!.metrics.response).not.toBe(null);
    expect(Object.keys(points[1]!.measures)).not.toContain("full rings per request");
    expect(warnings.find(({ kind }) => kind === "ring-full")).toBe(undefined);
  });

  test("is before a ring of 8 that is full: no response, but a notify of some ten services at most", async () => {
    const { points, warnings } = await run(text(", size: 8"));
    const [below, past] = points;
    expect(past!.metrics).toMatchObject({ response: null, issueDelay: null });
    expect(past!.metrics.notify!.p999.value).toBeLessThan(10 * 10_000);
    expect(past!.backend!.utilisation).toBeCloseTo(1.5, 1);
    expect(past!.vcpu!.utilisation).toBeLessThan(0.2); // it waits for room, and has nothing to do
    expect(past!.throughput!.value).toBeLessThan(101_000);
    expect(past!.backend!.backlogGrowth).toBeGreaterThan(40_000);
    expect(past!.measures["full rings per request"]!.value).toBeGreaterThan(0.9);
    expect(below!.measures["full rings per request"]!.value).toBe(0);
    expect(below!.metrics.response).not.toBe(null);
    expect(warnings.find(({ kind }) => kind === "ring-full")!.points).toEqual([past!.id]);
  });

  test("is seen to grow before a ring of 1 too, which answers bring to its end and not the device's work", async () => {
    const slow = text(", size: 1").replace("10us", "1us");
    const [below, past] = (await run(`${slow}return: { kind: irqfd }\n`)).points;
    expect(past!.backend!.utilisation).toBeLessThan(0.25);
    expect(past!.vcpu!.utilisation).toBeGreaterThan(1.4);
    expect(past!.vcpu!.capacity.value / past!.throughput!.value).toBeCloseTo(1, 2);
    expect([past!.metrics.response, below!.metrics.response === null]).toEqual([null, false]);
  });
});

test("a sheet that prices the work on a ring is not said to give it away, and lowers what the device can do", async () => {
  const sheet = readFileSync(join(shippedScenarios, "costs/cascadelake-8269cy.yaml"), "utf8");
  const number = (value: string) => `{ value: ${value}, kind: estimated, source: this test }`;
  const prices = `thread:\n  ring-put: ${number("150ns")}\n  ring-take: ${number("2us")}\n`;
  const inputs = new Inputs({ read: () => Buffer.from(sheet.replace("thread:\n", prices)), shippedSheets: [] });
  const { points, warnings } = await run(text(""), inputs);
  expect(points[0]!.backend!.capacity.value).toBeCloseTo(1e9 / (10_000 + 2000), 6);
  expect(warnings.find(({ kind }) => kind === "ring-unpriced")).toBe(undefined);
  expect(warnings.find(({ kind }) => kind === "borrowed-costs")!.message).toContain("ring-put, ring-take");
  expect((await run(text(""))).warnings.find(({ kind }) => kind === "ring-unpriced")!.points).toHaveLength(2);
});
