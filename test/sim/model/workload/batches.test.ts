import { describe, expect, test } from "vitest";
import type { CostSheet, MachineSpec, Price } from "../../../../sim/index.ts";
import { NotificationSuppression } from "../../../../sim/model/doorbell/notification-suppression.ts";
import { Batches } from "../../../../sim/model/workload/batches.ts";
import { RequestBudget } from "../../../../sim/model/workload/request-budget.ts";
import { price, run, sheet } from "../machines.ts";
import { replicated } from "../replicated.ts";

const exponential = (mean: number): Price => ({ kind: "exponential", mean });
const virtqueue = { suppression: "none" } as const;
const backend = { kind: "iothread", service: price(3000) } as const;
const back = { kind: "irqfd", delivery: "kick", haltPoll: 0 } as const;
const closed = (changes: { depth?: number; batch?: number }) =>
  ({ kind: "closed", think: price(0), ...changes }) as const;
/** By PIO, two comparisons, nobody asleep behind the doorbell. */
const rings = 100 + 20 + 50 + 200;

test("10 requests in batches of 4 are two of 4 and one of 2", () => {
  const batches = new Batches(4, new RequestBudget(10));
  const taken = Array.from({ length: 10 }, () => ({ next: batches.next, index: batches.take(), ends: batches.begins }));
  expect(taken.flatMap(({ index, ends }) => (ends ? [index] : []))).toEqual([3, 7, 9]);
  expect([taken[0]!.next, taken[8]!.next, batches.next, batches.over]).toEqual([4, 2, 0, true]);
});

test("two vcpus' batches come from one supply, each with its requests in a row", () => {
  const supply = new RequestBudget(10);
  const [mine, yours] = [new Batches(4, supply), new Batches(4, supply)];
  const turns = [mine, yours, mine, yours, mine, yours, mine, yours, yours, yours];
  expect(turns.map((batches) => batches.take())).toEqual([0, 4, 1, 5, 2, 6, 3, 7, 8, 9]);
  expect([mine.over, yours.over]).toEqual([true, true]);
});

describe("a batch", () => {
  test("of 4 is rung for once: 8 requests take 2 doorbells, and the vcpu 2 round trips", () => {
    const { seen, machine } = run({ workload: closed({ batch: 4 }), virtqueue }, { requests: 8 });
    expect([seen.requests, seen.issued, seen.handlerRuns, seen.requestsHandled]).toEqual([8, 2, 2, 8]);
    expect(machine.sim.now).toBe(2 * rings);
  });

  test("that the run's end cuts short is rung for all the same: 10 requests by 4 take 3 doorbells", () => {
    const { seen } = run({ workload: closed({ batch: 4 }), virtqueue }, { requests: 10 });
    expect([seen.issued, seen.requestsHandled]).toEqual([3, 10]);
  });

  test("is found whole by a sleeper, whose first request has waited for the work on three more", () => {
    const spec: Partial<MachineSpec> = { backend, virtqueue, work: { submit: price(1000) } };
    const { seen } = run({ ...spec, workload: closed({ batch: 4 }) }, { requests: 4 });
    const toHandler = 100 + 20 + 50 + 700 + 1000 + 200;
    expect([seen.handlerRuns, seen.wakeups, seen.issued]).toEqual([1, 1, 1]);
    expect([seen.notify.min, seen.notify.max]).toEqual([toHandler, toHandler + 3000]);
  });

  test("is due at once in a closed loop too: the last of 10 waits for the work on nine others", () => {
    const work = { submit: price(500) };
    const lag = (workload: MachineSpec["workload"]) =>
      run({ workload, virtqueue, work }, { requests: 100 }).seen.issueDelay;
    expect(lag({ kind: "closed", think: price(100_000), batch: 10 }).mean).toBe((500 + 5000) / 2);
    expect(lag({ kind: "deterministic", rate: 50_000, batch: 10 }).mean).toBe((500 + 5000) / 2);
  });

  test("lies on one ring: each doorbell, chosen at random, is rung for all that is behind it", () => {
    const regions = { count: 8, choice: "uniform", match: "wildcard" } as const;
    const { seen } = run({ workload: closed({ batch: 4 }), vcpus: 3, regions, virtqueue }, { requests: 1200 });
    expect([seen.issued, seen.requestsHandled, seen.inFlight]).toEqual([300, 1200, 0]);
  });

  test("of 1 changes nothing: the same events as without", () => {
    const spec: Partial<MachineSpec> = { backend, virtqueue, vcpus: 2 };
    for (const workload of [closed({ depth: 3 }), { kind: "poisson", rate: 200_000 } as const]) {
      const of = (changes: { batch?: number }) =>
        run({ ...spec, workload: { ...workload, ...changes } }, { requests: 500 });
      expect(of({ batch: 1 }).machine.sim.fingerprint).toBe(of({}).machine.sim.fingerprint);
    }
  });

  test.each([
    [8, 4, 4],
    [10, 4, 4],
    [4, 4, 4],
    [3, 8, 3],
  ])(
    "with %d in flight and %d at once takes a doorbell for every %d, since it waits for room",
    (depth, batch, each) => {
      const { seen } = run({ backend, virtqueue, workload: closed({ depth, batch }) }, { requests: 240 });
      expect([seen.issued, seen.completion.count]).toEqual([240 / each, 240]);
    },
  );

  test("is put off whole by interrupts that take time of the guest's own work before it", () => {
    const workload = { kind: "closed", think: price(20_000), batch: 4 } as const;
    const { seen } = run({ backend, workload, virtqueue, return: back }, { requests: 12 });
    expect(seen.interrupts).toBeGreaterThan(3);
    expect([seen.issueDelay.count, seen.issueDelay.max]).toEqual([12, 0]);
  });

  test("of interrupted guests takes one too, on CPUs of their own and on shared ones", () => {
    const spec: Partial<MachineSpec> = {
      vcpus: 3,
      backend: { kind: "iothread", service: exponential(2000) },
      workload: { kind: "closed", think: exponential(5000), depth: 12, batch: 4 },
      work: { submit: exponential(300), answer: exponential(500) },
      virtqueue,
      return: back,
    };
    const host = { cpus: 2, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } };
    for (const changes of [{}, { host }, { notify: "qemu" } as const]) {
      const { seen } = run({ ...spec, ...changes }, { requests: 2400 });
      expect([seen.issued, seen.completion.count]).toEqual([600, 2400]);
    }
  });
});

describe("batches of an open workload", () => {
  test("are due together, 4 every 4 gaps, so that the rate of requests stays", () => {
    const workload = { kind: "deterministic", rate: 1e9 / 1000, batch: 4 } as const;
    const { seen } = run({ workload, virtqueue, work: { submit: price(100) } }, { requests: 20 });
    expect([seen.issued, seen.flow.due.last]).toEqual([5, 16_000]);
    expect([seen.issueDelay.min, seen.issueDelay.max]).toEqual([100, 400]);
  });

  test("come in bursts at the rate of requests too", () => {
    const workload = { kind: "on-off", rate: 1_000_000, on: 50_000, off: 150_000, batch: 5 } as const;
    const offered = (replication: number) => {
      const { flow } = run({ workload, virtqueue }, { replication, requests: 40_000 }).seen;
      return (40_000 / (flow.due.last - flow.due.first)) * 1e9;
    };
    const { mean, half } = replicated(offered);
    expect(Math.abs(mean - 250_000)).toBeLessThan(half);
    expect(half / mean).toBeLessThan(0.05);
  });

  test("are M[n]/M/1 where only the guest's work takes time: mean lag is S (n + 1) / 2 / (1 - rho)", () => {
    const free: CostSheet = { ...sheet, stages: {}, thread: {}, steps: {}, idle: [] };
    const [service, rho, batch] = [1000, 0.6, 4];
    const workload = { kind: "poisson", rate: (rho / service) * 1e9, batch } as const;
    const spec: Partial<MachineSpec> = { costs: free, workload, virtqueue, work: { submit: exponential(service) } };
    const { mean, half } = replicated(
      (replication) => run(spec, { replication, requests: 60_000, warmup: 1000 }).seen.issueDelay.mean,
    );
    const theory = (service * (batch + 1)) / 2 / (1 - rho);
    expect(Math.abs(mean - theory)).toBeLessThan(half);
    expect(half / theory).toBeLessThan(0.05);
  });
});

describe("EVENT_IDX and batches", () => {
  test("the taker is told once of three entries that move past its event, and of none that do not", () => {
    const queue = new NotificationSuppression("event-idx");
    const batch = (takers: readonly ("looking" | "away")[]) => {
      for (const taker of takers) queue.add(taker);
      return queue.shouldNotify();
    };
    expect([batch(["away", "away", "away"]), batch(["away", "away"])]).toEqual([true, false]);
    queue.rearm();
    expect(batch(["looking", "away"])).toBe(false); // who has seen the first looks until there is no more
    queue.rearm();
    expect(batch(["away", "looking", "away"])).toBe(false);
    queue.rearm();
    expect(batch(["away", "away"])).toBe(true);
  });

  test("a device that looks at a batch while it grows is not rung, and handles all of it", () => {
    const spec: Partial<MachineSpec> = {
      backend: { ...backend, service: price(500), poll: { kind: "fixed", max: 1e6 } },
      workload: { ...closed({ depth: 8, batch: 8 }), think: exponential(2000) },
      virtqueue: { suppression: "event-idx" },
      work: { submit: price(800) },
    };
    const { seen } = run(spec, { requests: 4000 });
    expect([seen.issued, seen.completion.count]).toEqual([0, 4000]);
  });

  test("a guest whose device sleeps rings once a batch, whatever was suppressed in it", () => {
    const workload = { kind: "deterministic", rate: 1e9 / 10_000, batch: 4 } as const;
    const { seen } = run({ backend, workload, virtqueue: { suppression: "event-idx" } }, { requests: 400 });
    expect([seen.issued, seen.wakeups, seen.requestsHandled]).toEqual([100, 100, 400]);
  });
});
