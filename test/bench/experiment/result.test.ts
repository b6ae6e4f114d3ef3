import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseScenario } from "../../../bench/experiment/load/parse-scenario.ts";
import { type Result, serialise } from "../../../bench/experiment/result/result.ts";
import { runScenario } from "../../../bench/experiment/run-scenario.ts";
import { Inputs } from "../../../bench/experiment/scenario/inputs.ts";
import { diskInputs } from "../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../bench/host/files/locations.ts";
import { Pool } from "../../../bench/host/pool/thread-pool.ts";
import { renderSvg } from "../../../reports/charts/render.ts";
import { figuresOf } from "../../../reports/figures/result-figures.ts";
import { answerOf } from "../../../reports/findings/answer.ts";

const pools = [1, 2].map((workers) => new Pool(workers));
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const silent = { update: () => {} };

async function run(text: string, pool = pools[1]!): Promise<Result> {
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  return runScenario(parseScenario("test.yaml", text, inputs), inputs, { executor: pool, version, progress: silent });
}

const shipped = (name: string) => readFileSync(join(shippedScenarios, `${name}.yaml`), "utf8");
const point = (result: Result, id: string) => result.points.find((p) => p.id === id)!;

const random = `name: small
question: Is it the same every time?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: poisson, rate: 50k/s } }
backend: { kind: iothread, service: { mean: 2us, distribution: exponential } }
regions: { count: 16, choice: uniform }
matrix: { notify: [qemu, iofd], guest.workload.rate: [20k/s, 60k/s, 400k/s] }
baseline: { notify: qemu }
sensitivity: { at: { guest.workload.rate: 20k/s }, samples: 10, requests: 200 }
run: { requests: 2000, replications: 5 }
`;

describe("a result is determined by scenario, seed and version", () => {
  test("one worker and two leave the same bytes", async () => {
    const [one, two] = await Promise.all(pools.map((pool) => run(random, pool)));
    expect(serialise(one!)).toBe(serialise(two!));
  });

  test("a result runs again from what it carries, trace and cost sheet included, into the same bytes", async () => {
    const first = await run(shipped("virtio-blk-trace"));
    const read = (reference: string) => {
      const file = first.files[reference];
      return file ? Buffer.from(file.content, file.encoding) : null;
    };
    const carried = new Inputs({ read, shippedSheets: [] });
    const scenario = parseScenario(first.scenario.file, first.scenario.text, carried);
    const again = await runScenario(scenario, carried, { executor: pools[0]!, version, progress: silent });
    expect(serialise(again)).toBe(serialise(first));
  });

  test("another seed leaves other numbers", async () => {
    const [a, b] = [await run(random), await run(random.replace("replications: 5", "replications: 5, seed: 2"))];
    expect(a.points[0]!.metrics.response!.mean.value).not.toBe(b.points[0]!.metrics.response!.mean.value);
  });

  test("the golden result: any change of engine, model or sheet shows here", async () => {
    await expect(serialise(await run(random))).toMatchFileSnapshot("../../golden/small.result.json");
  });
});

describe("doorbell-2009", () => {
  test("reproduces the three fitted cells exactly and predicts the fourth", async () => {
    const result = await run(shipped("doorbell-2009"));
    const rtt = (id: string) => point(result, id).metrics.rtt!.mean.value;
    expect(rtt("notify=qemu,guest.space=mmio")).toBe(9090);
    expect(rtt("notify=iofd,guest.space=mmio")).toBe(5000);
    expect(rtt("notify=iofd,guest.space=pio")).toBe(2720);
    expect(rtt("notify=qemu,guest.space=pio")).toBe(2720 + 9090 - 5000);
    expect(result.points.map(({ fitStatus }) => fitStatus)).toEqual(["fitted", "predicted", "fitted", "fitted"]);
  });

  test("shows the prediction beside the author's own extrapolation, which it was not fitted to", async () => {
    const { reference } = point(await run(shipped("doorbell-2009")), "notify=qemu,guest.space=pio");
    expect(reference).toMatchObject({ value: 6530, role: "held-out", flags: ["author-extrapolated"] });
  });

  test("the README's chart is this result's", async () => {
    const [latency] = figuresOf(await run(shipped("doorbell-2009")));
    await expect(await renderSvg(latency!.spec)).toMatchFileSnapshot("../../../scenarios/doorbell-2009.svg");
  });

  test("has no sampling error, and says where the signal may lie", async () => {
    const result = await run(shipped("doorbell-2009"));
    expect(result.points.every((p) => p.replications === 1 && p.metrics.rtt!.mean.sampling === "none")).toBe(true);
    expect(result.points.every((p) => !p.notifyKnown)).toBe(true);
    expect(result.warnings.map((warning) => warning.kind)).toContain("instants-unknown");
  });
});

test("pci-testdev-2013: the six published cells, in cycles of an unknown clock", async () => {
  const result = await run(`name: six
question: The six cells?
costs: costs/pci-testdev-2013.yaml
guest: { workload: { kind: closed }, len: 1 }
matrix: { guest.space: [mmio, pio], notify: [qemu, iofd], regions.match: [wildcard, datamatch] }
run: { requests: 10 }
`);
  const cells = Object.fromEntries(
    result.points.map((p) => [p.id.replaceAll(/[a-z.]+=/g, ""), p.metrics.rtt!.mean.value]),
  );
  expect(cells).toEqual({
    "mmio,qemu,wildcard": 8796,
    "mmio,qemu,datamatch": 8796,
    "mmio,iofd,wildcard": 3609,
    "mmio,iofd,datamatch": 3685,
    "pio,qemu,wildcard": 5287,
    "pio,qemu,datamatch": 5287,
    "pio,iofd,wildcard": 1762,
    "pio,iofd,datamatch": 1777,
  });
  expect(result.points[0]!.timeUnit).toBe("cycles");
});

test("virtio-blk-trace: 501 doorbells leave userspace, the rest of the trace is untouched", async () => {
  const result = await run(shipped("virtio-blk-trace"));
  expect(result.trace!.doorbells).toBe(501);
  expect(result.points.map((p) => [p.axes["notify"], p.userspaceExits, p.doorbells])).toEqual([
    ["qemu", 1, 501],
    ["iofd", 0, 501],
  ]);
  expect(result.comparisons[0]!.metrics.rtt!.difference.value).toBeLessThan(0);
  expect(result.warnings.map((warning) => warning.kind)).toContain("open-loop-replay");
});

describe("past saturation", () => {
  const saturated = run(random);

  test("there is capacity and growth of the backlog, and no mean of response", async () => {
    const over = point(await saturated, "notify=qemu,guest.workload.rate=400k/s");
    expect(over.metrics.response).toBeNull();
    expect(over.metrics.rtt).not.toBeNull();
    expect(over.vcpu!.utilisation).toBeGreaterThan(1);
    expect(over.vcpu!.backlogGrowth / (400_000 - over.throughput!.value)).toBeCloseTo(1, 3);
    expect(over.throughput!.value / over.vcpu!.capacity.value).toBeCloseTo(1, 2);
  });

  test("a consumer that can not keep up has no steady notify, however quick the vcpu is", async () => {
    const text = random.replace("mean: 2us", "mean: 10us").replace("60k/s", "150k/s");
    const over = point(await run(text), "notify=iofd,guest.workload.rate=150k/s");
    expect(over.backend!.utilisation).toBeGreaterThan(1);
    expect(over.metrics.notify).toBeNull();
    expect(over.metrics.response).not.toBeNull();
  });

  test("a comparison leaves out what has no steady state on either side", async () => {
    const result = await saturated;
    const compared = result.comparisons.map(({ point: id, metrics }) => [id, Object.keys(metrics).sort()]);
    expect(compared).toEqual([
      ["notify=iofd,guest.workload.rate=20k/s", ["cpu", "notify", "response", "rtt"]],
      ["notify=iofd,guest.workload.rate=60k/s", ["cpu", "notify", "response", "rtt"]],
      ["notify=iofd,guest.workload.rate=400k/s", ["cpu", "notify", "rtt"]],
    ]);
  });
});

test("every result carries the engine's check against theory", async () => {
  const { selfCheck } = await run(shipped("doorbell-2009"));
  expect(selfCheck.theory).toBeCloseTo(4, 12);
  expect(selfCheck.passed).toBe(true);
  expect(selfCheck.simulated.high - selfCheck.simulated.low).toBeLessThan(0.4);
});

const sheets = `name: sheets
question: What does a PIO doorbell cost, by sheet?
guest: { workload: { kind: closed }, space: pio }
matrix:
  costs: [costs/sandybridge-e5-2450.yaml, costs/nested-vmx-8269cy.yaml, costs/pvm-nested-8269cy.yaml, costs/zen4-2024.yaml]
  notify: [qemu, iofd]
baseline: { notify: qemu }
run: { requests: 10 }
`;

const swept = run(sheets);

test("cost sheets are swept as any setting, and the result carries them all", async () => {
  const result = await swept;
  const rtt = result.points.map((p) => [p.axes["notify"], Math.round(p.metrics.rtt!.mean.value), p.reference?.value]);
  expect(rtt).toEqual([
    ["qemu", 3206, 6732 / 2.1],
    ["iofd", 1463, undefined],
    ["qemu", 29340, 29340],
    ["iofd", 7778, undefined],
    ["qemu", 12940, 12940],
    ["iofd", 742, undefined],
    ["qemu", 2735, undefined],
    ["iofd", 1877, undefined],
  ]);
  expect(Object.keys(result.files)).toHaveLength(4);
  expect(result.costs.map(({ name }) => name)).toEqual([
    "sandybridge-e5-2450",
    "nested-vmx-8269cy",
    "pvm-nested-8269cy",
    "zen4-2024",
  ]);
});

test("each swept sheet is warned of by name, with what it borrowed and what it read second-hand", async () => {
  const messages = (await swept).warnings.filter(({ kind }) => kind === "borrowed-costs").map((w) => w.message);
  expect(messages).toEqual([
    expect.stringMatching(/sandybridge-e5-2450 .*estimated: exit, entry, signal; .*read second-hand: .*hop/),
    expect.stringMatching(/nested-vmx-8269cy .*borrowed from other machines: decode.pio, signal, bus-bsearch-step/),
    expect.stringMatching(/pvm-nested-8269cy .*bounds: signal/),
    expect.stringMatching(/zen4-2024 .*borrowed from other machines: signal, hop.pio/),
  ]);
});

test("a hop that was never split hides when the VMM's handler acts, not when an iofd signals", async () => {
  const known = (await swept).points.map((p) => [p.axes["notify"], p.notifyKnown]);
  expect(new Set(known.map(String))).toEqual(new Set(["qemu,false", "iofd,true"]));
});

test("a consumer that sleeps in a sheet without idle states is warned of", async () => {
  const text = sheets
    .replace("run:", "backend: { kind: iothread }\nrun:")
    .replace("costs/nested-vmx-8269cy.yaml, ", "");
  const warning = (await run(text)).warnings.find(({ kind }) => kind === "idle-unpriced");
  expect(warning!.points).toEqual(["costs=costs/zen4-2024.yaml,notify=iofd"]);
});

test("numbers that a result rests on are named in its warnings, and only those", async () => {
  const message = (await run(random)).warnings.find(({ kind }) => kind === "borrowed-costs")!.message;
  expect(message).toContain("decode.mmio");
  expect(message).not.toContain("decode.pio");
  expect(message).not.toContain("bus-linear-step");
});

test("where no doorbell is rung while requests are counted, the answer says so and no capacity is made up", async () => {
  const text = `name: quiet
question: What if every doorbell is spared?
costs: costs/cascadelake-8269cy.yaml
guest: { workload: { kind: deterministic, rate: 5M/s } }
notify: coalesced
backend: { kind: main-loop }
virtqueue: { suppression: event-idx }
run: { requests: 100, warmup: 20 }
`;
  const result = await run(text);
  expect(result.points[0]!.metrics.rtt).toBe(null);
  expect(result.points[0]!.vcpu).toBe(null);
  expect(answerOf(result)).toContain("No doorbell was rung while requests were counted.");
});
