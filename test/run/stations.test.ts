import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { shippedScenarios } from "../../bench/place.ts";
import { Pool } from "../../bench/run/pool.ts";
import { runScenario } from "../../bench/run/run.ts";
import { diskInputs } from "../../bench/scenario/inputs.ts";
import { parseScenario } from "../../bench/scenario/parse.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function run(parts: Record<string, string>) {
  const text = Object.entries({ name: "stations", question: "Who is busy?", ...parts }).map(([k, v]) => `${k}: ${v}\n`);
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"), shippedScenarios);
  const scenario = parseScenario("test.yaml", text.join(""), inputs);
  return await runScenario(scenario, inputs, { pool, progress: { update: () => {} } });
}

const costs = "costs/cascadelake-8269cy.yaml";
/** A device that serves at most 200,000 requests a second. */
const device = { costs, backend: "{ kind: iothread, service: 5us }", run: "{ requests: 8000, replications: 2 }" };

describe("what a backend can do at most", () => {
  test("is less where it raises an interrupt for every answer, and a load in between is past saturation", async () => {
    const guest = "{ workload: { kind: poisson, rate: 190k/s }, space: pio }";
    const [bare] = (await run({ ...device, guest })).points;
    const [told] = (await run({ ...device, guest, return: "{ kind: irqfd }" })).points;
    expect(bare!.backend!.capacity).toMatchObject({ value: 200_000, sampling: "none" });
    expect(bare!.metrics.notify).not.toBe(null);
    expect(told!.backend!.capacity.value).toBeLessThan(186_000);
    expect(told!.backend!.utilisation).toBeGreaterThan(1);
    expect([told!.metrics.notify, told!.metrics.completion]).toEqual([null, null]);
    expect(told!.throughput!.value / told!.backend!.capacity.value).toBeCloseTo(1, 1);
  });

  test("bounds the answers that vcpus have to take: those that halt beside it are not called saturated", async () => {
    const guest = "{ workload: { kind: poisson, rate: 230k/s }, work: { answer: 2us }, space: pio }";
    const [point] = (await run({ ...device, guest, return: "{ kind: irqfd }" })).points;
    expect(point!.vcpu!.capacity.value).toBeLessThan(230_000); // if all were answered as they come
    expect(point!.backend!.utilisation).toBeGreaterThan(1);
    expect(point!.vcpu!.utilisation).toBeLessThan(1);
    expect(point!.metrics.response).not.toBe(null);
  });

  test("is what gets done past it, however many are rung for", async () => {
    const guest = "{ workload: { kind: poisson, rate: 400k/s }, space: pio }";
    const [point] = (await run({ ...device, guest })).points;
    expect(point!.vcpu!.utilisation).toBeLessThan(1);
    expect(point!.throughput!.value / 200_000).toBeCloseTo(1, 2);
    expect(point!.backend!.backlogGrowth / 200_000).toBeCloseTo(1, 1);
  });
});

test("a vcpu that is caught in the VMM by what others ask has no rtt, and the reader is told", async () => {
  const guest = "{ vcpus: 4, workload: { kind: closed, think: 0ns, depth: 4, batch: 4 }, space: pio }";
  const parts = { ...device, guest, virtqueue: "{ suppression: event-idx }", return: "{ kind: irqfd }" };
  const { points, warnings } = await run({ ...parts, matrix: "{ notify: [qemu, iofd] }" });
  const [qemu, iofd] = points;
  expect(qemu!.measures["most served by an exit"]!.value).toBeGreaterThan(400);
  expect([qemu!.metrics.rtt, qemu!.metrics.response]).toEqual([null, null]);
  expect([qemu!.metrics.completion, iofd!.metrics.response].map((metric) => metric === null)).toEqual([false, false]);
  expect(warnings.find(({ kind }) => kind === "caught-vcpu")!.points).toEqual([qemu!.id]);
});

describe("where nothing is random", () => {
  const drifts = async (parts: Record<string, string>) =>
    (await run({ ...device, ...parts })).warnings.some(({ kind }) => kind === "drift");
  /** Each 170th doorbell finds the ring full, and exits. */
  const guest = "{ workload: { kind: closed, think: 0ns } }";

  test("a run whose halves agree needs no warning", async () => {
    expect(await drifts({ guest, notify: "qemu" })).toBe(false);
    expect(await drifts({ guest, notify: "coalesced", run: "{ requests: 340000 }" })).toBe(false);
  });

  test("one whose halves differ says so: a mean without an interval is not exact for that", async () => {
    expect(await drifts({ guest, notify: "coalesced", run: "{ requests: 500 }" })).toBe(true);
  });
});
