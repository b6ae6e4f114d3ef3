import { describe, expect, test } from "vitest";
import type { CostSheet, MachineSpec } from "../../../../sim/index.ts";
import { RingSlots } from "../../../../sim/model/doorbell/ring-slots.ts";
import { price, run, sheet } from "../machines.ts";

const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
const back = { kind: "irqfd", delivery: "kick", haltPoll: 0 } as const;
const backend = { kind: "iothread", service: price(3000) } as const;
const ring = (size: number) => ({ suppression: "none", size }) as const;
const atOnce = (requests: number) => ({ kind: "trace", arrivals: Array.from({ length: requests }, () => 0) }) as const;

test("a ring of 2 is full after two requests, and wakes all who wait for the first place once", () => {
  const places = new RingSlots(2);
  const woken: string[] = [];
  places.take();
  expect(places.full).toBe(false);
  places.take();
  expect(places.full).toBe(true);
  expect(() => places.take()).toThrow("a request was put on a full ring of 2");
  places.await(() => woken.push("a"));
  places.await(() => woken.push("b"));
  places.release();
  places.release();
  expect([woken, places.full]).toEqual([["a", "b"], false]);
});

describe("a ring that is full", () => {
  test("of 2 keeps the third request until the first was served, if nobody takes answers: lag 4370", () => {
    const { seen } = run({ workload: atOnce(3), backend, virtqueue: ring(2) }, { requests: 3 });
    const served = 100 + 20 + 50 + 1000 + 200 + 3000; // no idle state yet: the run has only begun
    const free = 870 + 370; // the first doorbell woke the thread, the second did not
    expect(seen.issueDelay.max).toBe(served);
    expect([seen.fullRings, seen.ringWaited]).toEqual([1, served - free]);
    expect([seen.rttQuiet.min, seen.rttQuiet.max, seen.rttWoke.mean]).toEqual([370, 370, 870]);
  });

  test("of 1 keeps the second request until the guest's handler has taken the first answer, and is left", () => {
    const { seen } = run({ workload: atOnce(2), backend, virtqueue: ring(1), return: back }, { requests: 2 });
    expect(seen.issueDelay.max).toBe(seen.completion.min + 600 + 70);
    expect([seen.fullRings, seen.completion.count]).toEqual([1, 2]);
  });

  test("is rung for what is there of a batch: 8 at once on a ring of 3 take 3 doorbells", () => {
    const workload = { kind: "deterministic", rate: 1e6, batch: 8 } as const;
    const { seen } = run({ workload, virtqueue: ring(3) }, { requests: 8 });
    expect([seen.issued, seen.handlerRuns, seen.requestsHandled]).toEqual([3, 3, 8]);
  });

  test("delays nothing while it has room: the same events as one that never fills", () => {
    const spec: Partial<MachineSpec> = {
      workload: { kind: "closed", think: exponential(2000), depth: 8 },
      backend: { kind: "iothread", service: exponential(1500) },
      return: back,
    };
    const events = (size?: number) =>
      run({ ...spec, virtqueue: { suppression: "event-idx", ...(size && { size }) } }, { requests: 2000 }).machine.sim;
    expect(events(8).fingerprint).toBe(events().fingerprint);
    expect(events(4).fingerprint).not.toBe(events().fingerprint);
  });

  test("holds a guest that waits for no answers back to the pace of its device: 3000 a request", () => {
    const workload = { kind: "closed", think: price(0) } as const;
    const of = (size?: number) =>
      run({ workload, backend, virtqueue: { suppression: "none", ...(size && { size }) } }, { requests: 1000 }).seen;
    expect(of().flow.submitted.last).toBeLessThan(1000 * 500);
    const { first, last } = of(16).flow.submitted;
    expect((last - first) / (1000 - 17) / 3000).toBeCloseTo(1, 1);
  });

  test.each(["iofd", "qemu"] as const)("lets every request through in the end, whoever shares it (%s)", (notify) => {
    const spec: Partial<MachineSpec> = {
      notify,
      vcpus: 4,
      regions: { count: 2, choice: "uniform", match: "wildcard" },
      workload: { kind: "poisson", rate: 600_000, batch: 3 },
      backend: { kind: "iothread", service: exponential(2000), count: 2 },
      work: { submit: exponential(300) },
    };
    const host = { cpus: 3, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } };
    const answered: Partial<MachineSpec> = {
      return: { ...back, budget: 4, haltPoll: 500 },
      work: { answer: price(400) },
    };
    for (const suppression of ["none", "event-idx"] as const) {
      for (const size of [1, 2, 7]) {
        const own = { ...spec, virtqueue: { suppression, size } };
        const returned = suppression === "none" ? { ...answered, return: back } : answered;
        for (const changes of [{}, { host }, returned, { ...returned, host }]) {
          const { seen } = run({ ...own, ...changes }, { requests: 1500 });
          expect(seen.requests).toBe(1500);
          expect(seen.fullRings).toBeGreaterThan(0);
        }
      }
    }
  });
});

describe("work on a ring", () => {
  const costs: CostSheet = { ...sheet, thread: { ...sheet.thread, "ring-put": price(100), "ring-take": price(40) } };
  const inline = { notify: "qemu", backend: { kind: "counter", service: price(1000) }, costs } as const;
  const of = (changes: Partial<MachineSpec>) => run({ ...inline, ...changes }, { requests: 10 });

  test("of 100 and 40 comes before the store and in the handler: a request takes its vcpu 140 longer", () => {
    const [some, none] = [of({ virtqueue: ring(4) }), of({ virtqueue: ring(4), costs: sheet })];
    expect(some.seen.issueDelay.max).toBe(100);
    expect(some.seen.stageMeans().handler).toBe(1040);
    expect(some.machine.sim.now - none.machine.sim.now).toBe(10 * 140);
  });

  test("costs nothing where there is no ring", () => {
    expect(of({}).machine.sim.fingerprint).toBe(of({ costs: sheet }).machine.sim.fingerprint);
  });
});
