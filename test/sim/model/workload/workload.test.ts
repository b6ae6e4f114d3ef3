import { describe, expect, test } from "vitest";
import type { CostSheet, MachineSpec, Price } from "../../../../sim/index.ts";
import { price, run, sheet } from "../machines.ts";
import { replicated } from "../replicated.ts";

const exponential = (mean: number): Price => ({ kind: "exponential", mean });

/** A machine on which only the device's work takes time. */
const free: CostSheet = { ...sheet, stages: {}, thread: {}, steps: {}, idle: [] };

describe("queue depth", () => {
  const machine = (depth: number, think: number, service: number): Partial<MachineSpec> => ({
    costs: free,
    workload: { kind: "closed", think: exponential(think), depth },
    backend: { kind: "iothread", service: exponential(service) },
  });

  test("is machine repair (M/M/1//N): completion is N / throughput - think, as theory has it", () => {
    const [depth, think, service] = [6, 10_000, 2500];
    // Probability that the device is idle: 1 / sum over n of N! / (N - n)! (S / Z)^n.
    let [term, sum] = [1, 1];
    for (let n = 0; n < depth; n++) sum += term *= (depth - n) * (service / think);
    const theory = (depth * service) / (1 - 1 / sum) - think;
    const { mean, half } = replicated(
      (replication) =>
        run(machine(depth, think, service), { replication, requests: 40_000, warmup: 500 }).seen.completion.mean,
    );
    expect(Math.abs(mean - theory)).toBeLessThan(half);
    expect(half / theory).toBeLessThan(0.01);
  });

  test("never has more requests in flight than its depth, and keeps a slow device busy", () => {
    const { seen } = run(machine(8, 1, 1000), { requests: 4000, warmup: 100 });
    expect(seen.completion.mean).toBeCloseTo(8 * 1000, -3);
    expect(seen.requestsHandled).toBe(4000);
  });

  test("a deeper queue than there are requests asks for all of them and no more", () => {
    const { seen } = run(machine(64, 100, 10), { requests: 10 });
    expect([seen.requests, seen.completion.count]).toEqual([10, 10]);
  });

  test("without depth the loop does not wait: a slow device does not slow the doorbells down", () => {
    const workload = { kind: "closed", think: price(0) } as const;
    const { seen } = run({ workload, backend: { kind: "iothread", service: price(1_000_000) } }, { requests: 50 });
    expect(seen.flow.submitted.last).toBeLessThan(50 * 1000);
    expect(seen.completion.count).toBe(0);
  });
});

describe("vcpus of which one has a CPU to itself and two share another", () => {
  const host = { cpus: 2, slice: 3e6, granularity: 1e6, pin: { vcpus: [0, 1, 1], backends: [0] } };
  const spec: Partial<MachineSpec> = { vcpus: 3, host, backend: { kind: "counter", service: undefined } };

  test.each([{ think: price(1000) }, { think: price(1000), batch: 4 }])(
    "all ask until the run is over, the first as often as the others together (%j)",
    (loop) => {
      const { machine, seen } = run({ ...spec, workload: { kind: "closed", ...loop } }, { requests: 30_000 });
      expect(seen.response.count).toBe(30_000);
      for (const busy of machine.threads.cpus!.utilisation) expect(busy).toBeGreaterThan(0.98);
    },
  );
});

describe("open workloads", () => {
  test("evenly spaced requests never queue behind a constant cost that fits between them", () => {
    const { seen } = run({ workload: { kind: "deterministic", rate: 1e9 / 371 } }, { requests: 1000 });
    expect(seen.issueDelay.max).toBe(0);
    expect(seen.flow.due.last).toBe(999 * 371);
  });

  test("evenly spaced requests at a random cost are D/M/1: mean lag is S sigma / (1 - sigma)", () => {
    const [service, rho] = [1000, 0.7];
    const costs = { ...free, stages: { exit: { pio: exponential(service) } } };
    let sigma = 0.5;
    for (let i = 0; i < 200; i++) sigma = Math.exp((sigma - 1) / rho);
    const theory = (service * sigma) / (1 - sigma);
    const workload = { kind: "deterministic", rate: (rho / service) * 1e9 } as const;
    const { mean, half } = replicated(
      (replication) => run({ costs, workload }, { replication, requests: 60_000, warmup: 1000 }).seen.issueDelay.mean,
    );
    expect(Math.abs(mean - theory)).toBeLessThan(half);
    expect(half / theory).toBeLessThan(0.03);
  });

  test("bursts come at their rate for their share of the time, and queue more than a steady stream would", () => {
    const bursts = { kind: "on-off", rate: 1_000_000, on: 50_000, off: 150_000 } as const;
    const offered = (replication: number) => {
      const { flow } = run({ workload: bursts }, { replication, requests: 40_000 }).seen;
      return (40_000 / (flow.due.last - flow.due.first)) * 1e9;
    };
    const { mean, half } = replicated(offered);
    expect(Math.abs(mean - 250_000)).toBeLessThan(half);
    expect(half / mean).toBeLessThan(0.03);
    const steady = run({ workload: { kind: "poisson", rate: 250_000 } }, { requests: 20_000 }).seen;
    expect(run({ workload: bursts }, { requests: 20_000 }).seen.issueDelay.mean).toBeGreaterThan(
      3 * steady.issueDelay.mean,
    );
  });

  test("Zipf's law chooses the k-th doorbell in proportion to 1/k", () => {
    // The search for a doorbell tells which was rung: v7 compares one more device for each further region.
    const costs = { ...free, steps: { "bus-linear-step": 1 } };
    const regions = { count: 50, choice: "zipf", match: "wildcard" } as const;
    const { seen } = run({ costs, regions, kernel: "v7", deviceLimit: "lifted" }, { requests: 100_000 });
    const harmonic = Array.from({ length: 50 }, (_, k) => 1 / (k + 1)).reduce((a, b) => a + b);
    expect(seen.comparisons.mean / (50 / harmonic)).toBeCloseTo(1, 1);
  });
});

describe("a virtqueue", () => {
  const backend = { kind: "iothread", service: price(3000) } as const;
  const busy = { kind: "poisson", rate: 250_000 } as const;

  test("with event-idx a busy device is hardly ever rung, and handles everything all the same", () => {
    const virtqueue = { suppression: "event-idx" } as const;
    const { seen } = run({ backend, workload: busy, virtqueue }, { requests: 20_000 });
    expect([seen.requests, seen.requestsHandled]).toEqual([20_000, 20_000]);
    expect(seen.issued / seen.requests).toBeLessThan(0.6);
    expect(seen.issued).toBe(seen.exits["in-kernel"]);
  });

  test("without suppression every request rings, though a handler may have taken it before its signal", () => {
    const { seen } = run({ backend, workload: busy, virtqueue: { suppression: "none" } }, { requests: 20_000 });
    expect([seen.issued, seen.requestsHandled]).toEqual([20_000, 20_000]);
  });

  test("more requests than 16 bits count pass through without one being lost", () => {
    const virtqueue = { suppression: "event-idx" } as const;
    const { seen } = run({ backend: { ...backend, service: price(10) }, virtqueue }, { requests: 200_000 });
    expect(seen.requestsHandled).toBe(200_000);
  });

  test("a request whose kick was suppressed ends notify at the handler run that takes it", () => {
    const workload = { kind: "trace", arrivals: [0, 3000, 100_000] } as const;
    const { seen } = run({ backend, workload, virtqueue: { suppression: "event-idx" } }, { requests: 3 });
    const awake = 100 + 20 + 50 + 1000 + 200;
    expect(seen.issued).toBe(2);
    expect([seen.notify.min, seen.notify.max]).toEqual([awake, awake + 700]);
    expect(seen.notify.count).toBe(3);
  });

  test("qemu's inline handler takes what other vcpus have put there meanwhile, without a kick", () => {
    const virtqueue = { suppression: "event-idx" } as const;
    const spec = { notify: "qemu", vcpus: 4, virtqueue, backend: { kind: "counter", service: price(5000) } } as const;
    const { seen } = run(spec, { requests: 4000 });
    expect(seen.requestsHandled).toBe(4000);
    expect(seen.issued).toBeLessThan(4000);
    expect(seen.exits.userspace).toBe(seen.issued);
  });
});
