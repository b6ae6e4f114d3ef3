import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseScenario } from "../../../../bench/experiment/load/parse-scenario.ts";
import { isSaturated } from "../../../../bench/experiment/replication/saturation.ts";
import { runScenario } from "../../../../bench/experiment/run-scenario.ts";
import { diskInputs } from "../../../../bench/host/files/disk-inputs.ts";
import { shippedScenarios, version } from "../../../../bench/host/files/locations.ts";
import { Pool } from "../../../../bench/host/pool/thread-pool.ts";

const pool = new Pool(1);
afterAll(() => pool.close());

async function run(parts: Record<string, string>) {
  const text = Object.entries({ name: "stations", question: "Who is busy?", ...parts }).map(([k, v]) => `${k}: ${v}\n`);
  const inputs = diskInputs(join(shippedScenarios, "test.yaml"));
  const scenario = parseScenario("test.yaml", text.join(""), inputs);
  return await runScenario(scenario, inputs, { executor: pool, version, progress: { update: () => {} } });
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

describe("a station whose load does not tell all is seen by its backlog", () => {
  const run3 = "{ requests: 20000, replications: 2 }";

  test("threads of which one serves all doorbells that are rung", async () => {
    const guest = "{ workload: { kind: poisson, rate: 150k/s }, space: pio }";
    const backend = "{ kind: iothread, count: 2, service: 10us }";
    const [point] = (await run({ costs, guest, backend, regions: "{ count: 2, choice: first }", run: run3 })).points;
    expect(point!.backend!.capacity.value / 100_000).toBeCloseTo(1, 1);
    expect(point!.backend!.utilisation).toBeGreaterThan(1.4);
    expect([point!.metrics.notify, point!.metrics.response === null]).toEqual([null, false]);
  });

  test("threads that share too few CPUs", async () => {
    const guest = "{ workload: { kind: poisson, rate: 70k/s }, work: { submit: 8us }, space: pio }";
    const backend = "{ kind: iothread, service: 10us }";
    const [point] = (await run({ costs, guest, backend, host: "{ cpus: 1 }", run: run3 })).points;
    expect([point!.metrics.response, point!.metrics.issueDelay]).toEqual([null, null]);
    expect(point!.vcpu!.utilisation).toBeGreaterThan(1);
  });

  test("a worker that gets too little of one CPU while vcpus ask: what it does when they have ended does not count", async () => {
    const guest = "{ vcpus: 4, workload: { kind: poisson, rate: 150k/s }, work: { submit: 4us }, space: pio }";
    const parts = { costs, guest, backend: "{ kind: vhost, service: 4us }", host: "{ cpus: 1 }", run: run3 };
    const [point] = (await run(parts)).points;
    expect(point!.throughput!.value).toBeLessThan(1e9 / (4000 + 4000 + 800)); // a request takes as much of the CPU
    expect(isSaturated(point!.vcpu) || isSaturated(point!.backend)).toBe(true);
    expect(point!.metrics.notify).toBe(null);
  });

  test("vcpus of which two share a CPU", async () => {
    const guest = "{ vcpus: 3, workload: { kind: poisson, rate: 300k/s }, work: { submit: 5us }, space: pio }";
    const host = "{ cpus: 2, pin: { vcpus: [0, 1, 1] } }";
    const [point] = (await run({ costs, guest, host, run: run3 })).points;
    expect(point!.metrics.response).toBe(null);
    expect(point!.vcpu!.capacity.value).toBeLessThan(300_000);
    expect(point!.vcpu!.backlogGrowth).toBeGreaterThan(0);
  });

  test("vcpus that wait for one lock, and serve a ring that only fills up", async () => {
    const guest = "{ vcpus: 2, workload: { kind: poisson, rate: 400k/s }, space: pio }";
    const backend = "{ kind: iothread, service: { mean: 3us, distribution: exponential } }";
    const parts = { costs, guest, backend, notify: "qemu", virtqueue: "{ suppression: event-idx }", run: run3 };
    const [point] = (await run(parts)).points;
    const { issueDelay, response, notify } = point!.metrics;
    expect([issueDelay, response, notify]).toEqual([null, null, null]);
  });
});

test("a ring that has room for all that come in a run holds nobody back: what piles up on it is the backend's backlog", async () => {
  const guest = "{ workload: { kind: poisson, rate: 400k/s }, space: pio }";
  const of = async (size: number) =>
    (await run({ ...device, guest, virtqueue: `{ suppression: none, size: ${size} }` })).points[0]!.metrics;
  const [endless, small] = [await of(32_768), await of(16)];
  expect([endless.notify, endless.response === null, endless.issueDelay === null]).toEqual([null, false, false]);
  expect([small.response, small.issueDelay, small.notify === null]).toEqual([null, null, false]);
});

test("what comes in batches is asked for and done at the rate at which it is due, however long a batch takes", async () => {
  const guest = "{ workload: { kind: deterministic, rate: 100k/s, batch: 1000 }, work: { submit: 500ns }, space: pio }";
  const backend = "{ kind: iothread, service: 8us }";
  const parts = { costs, guest, backend, virtqueue: "{ suppression: none }", run: "{ requests: 4000, warmup: 0 }" };
  const [point] = (await run(parts)).points;
  expect(point!.throughput!.value / 100_000).toBeCloseTo(1, 2);
  expect(point!.backend!.utilisation).toBeCloseTo(0.8, 2);
});

test.each(["", "host: { cpus: 2 }"])(
  "a batch that is the whole run has no rate, and stations with numbers all the same (%s)",
  async (host) => {
    const guest = "{ workload: { kind: deterministic, rate: 100k/s, batch: 1000 }, space: pio }";
    const parts = { ...device, guest, virtqueue: "{ suppression: none }", run: "{ requests: 500, warmup: 0 }" };
    const [point] = (await run(host ? { ...parts, host: host.replace("host: ", "") } : parts)).points;
    for (const station of [point!.vcpu!, point!.backend!]) {
      expect(Number.isFinite(station.utilisation)).toBe(true);
      expect(Number.isFinite(station.capacity.value)).toBe(true);
    }
  },
);

describe("nobody is caught", () => {
  const guest = (batch: string) => `{ workload: { kind: deterministic, rate: 10k/s${batch} }, space: mmio }`;
  const short = "{ requests: 2000, warmup: 0 }";

  test("by a batch of one's own", async () => {
    const backend = "{ kind: iothread, service: 1us }";
    const parts = { costs, guest: guest(", batch: 100"), notify: "qemu", backend, virtqueue: "{ suppression: none }" };
    const { points } = await run({ ...parts, run: short });
    expect([points[0]!.monopolised, points[0]!.metrics.rtt === null]).toEqual([false, false]);
  });

  test("by a coalesced ring of one's own", async () => {
    const { points } = await run({ costs, guest: guest(""), notify: "coalesced", run: short });
    expect([points[0]!.monopolised, points[0]!.metrics.rtt === null]).toEqual([false, false]);
  });
});

test("a vcpu that is caught in the VMM by what others ask has no rtt, and the reader is told", async () => {
  const guest = "{ vcpus: 4, workload: { kind: closed, think: 0ns, depth: 4, batch: 4 }, space: pio }";
  const parts = { ...device, guest, virtqueue: "{ suppression: event-idx }", return: "{ kind: irqfd }" };
  const { points, warnings } = await run({ ...parts, matrix: "{ notify: [qemu, iofd] }" });
  const [qemu, iofd] = points;
  expect(qemu!.measures["came during an exit"]!.value).toBeGreaterThan(400);
  expect([qemu!.metrics.rtt, qemu!.metrics.response]).toEqual([null, null]);
  expect([qemu!.metrics.completion, iofd!.metrics.response].map((metric) => metric === null)).toEqual([false, false]);
  expect(warnings.find(({ kind }) => kind === "monopolised-vcpu")!.points).toEqual([qemu!.id]);
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

  test("a warm-up as long as the run is no excuse", async () => {
    expect(await drifts({ guest, notify: "coalesced", run: "{ requests: 500, warmup: 500 }" })).toBe(true);
  });

  test("one whose halves differ says so: a mean without an interval is not exact for that", async () => {
    expect(await drifts({ guest, notify: "coalesced", run: "{ requests: 600 }" })).toBe(true);
  });
});
