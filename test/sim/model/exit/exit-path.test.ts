import { describe, expect, test } from "vitest";
import { price, run, sheet } from "../machines.ts";

describe("the round trip of one doorbell", () => {
  test("iofd by PIO: exit, search of one region, signal, entry", () => {
    const { seen } = run({});
    expect(seen.rtt.mean).toBe(100 + 2 * 10 + 50 + 200);
    expect(seen.stageMeans()).toEqual({ exit: 100, bus: 20, signal: 50, entry: 200 });
  });

  test("iofd by MMIO pays for decoding the instruction as well", () => {
    expect(run({ space: "mmio" }).seen.rtt.mean).toBe(100 + 1000 + 20 + 50 + 200);
  });

  test("qemu: the search misses, the vcpu goes to userspace and back, and nothing is signalled", () => {
    const { seen } = run({ notify: "qemu" });
    expect(seen.stageMeans()).toEqual({
      exit: 100,
      "to-userspace": 2000,
      dispatch: 300,
      "to-kernel": 1500,
      entry: 200,
    });
    expect(seen.exits).toEqual({ "fast-mmio": 0, "in-kernel": 0, userspace: 1 });
    expect(seen.rtt.mean).toBe(4100);
  });

  test("qemu: the handler's work is the vcpu's own time", () => {
    const { seen } = run({ notify: "qemu", backend: { kind: "counter", service: price(700) } });
    expect(seen.rtt.mean).toBe(4100 + 700);
    expect(seen.notify.mean).toBe(100 + 2000 + 300);
  });

  test("the search is charged by the comparisons that the real bus made", () => {
    const regions = { count: 1000, choice: "last", match: "wildcard" } as const;
    const today = run({ regions }).seen;
    const v7 = run({ regions, kernel: "v7", deviceLimit: "lifted" }).seen;
    expect(v7.stageMeans().bus).toBe(1000);
    expect(today.comparisons.mean).toBeLessThanOrEqual(12);
    expect(today.stageMeans().bus).toBe(10 * today.comparisons.mean);
  });

  test("v7 runs device operations under a mutex of the whole VM: two vcpus that ring at once queue", () => {
    const costs = { ...sheet, steps: { "bus-linear-step": 400 } };
    const v7 = run({ kernel: "v7", vcpus: 2, costs }, { requests: 2 }).seen;
    expect([v7.rtt.min, v7.rtt.max]).toEqual([100 + 400 + 50 + 200, 100 + 450 + 400 + 50 + 200]);
    const today = run({ vcpus: 2 }, { requests: 2 }).seen;
    expect([today.rtt.min, today.rtt.max]).toEqual([370, 370]);
  });

  test("the VMM's big lock makes the second vcpu wait for the first one's handler", () => {
    const { seen } = run(
      { notify: "qemu", vcpus: 2, backend: { kind: "counter", service: price(700) } },
      { requests: 2 },
    );
    expect([seen.rtt.min, seen.rtt.max]).toEqual([4800, 5500]);
    expect(seen.stageMeans().lock).toBe(350);
  });
});

describe("the consumer's side", () => {
  const backend = { kind: "iothread", service: price(3000) } as const;

  test("a signal that wakes the iothread costs the vcpu the wake-up, and is counted apart", () => {
    const { seen } = run({ backend });
    expect(seen.rtt.mean).toBe(370 + 500);
    expect([seen.rttWoke.count, seen.rttQuiet.count, seen.wakeups]).toEqual([1, 0, 1]);
  });

  test("notify: signal, idle exit, context switch and read stand between the store and the handler", () => {
    const soon = run({ backend }).seen;
    expect(soon.notify.mean).toBe(100 + 20 + 50 + 1000 + 200); // asleep for 170 ns: not yet in C1
  });

  test("waking costs more the longer the CPU was idle", () => {
    const think = (ns: number) => ({ kind: "closed" as const, think: price(ns) });
    const notify = (ns: number) => run({ backend, workload: think(ns) }).seen.notify.mean;
    const base = 100 + 20 + 50 + 1000 + 200;
    expect(notify(1000)).toBe(base);
    expect(notify(10_000)).toBe(base + 700);
    expect(notify(1_000_000)).toBe(base + 90_000);
  });

  test("doorbells that ring while the iothread works coalesce: one read takes them all", () => {
    const { seen } = run({ backend }, { requests: 100 });
    expect(seen.requestsHandled).toBe(100);
    expect(seen.wakeups).toBe(1);
    expect(seen.handlerRuns).toBeLessThan(20);
  });

  test("a doorbell that rings before the read is taken by that read, and does not make the thread look again", () => {
    const workload = { kind: "trace", arrivals: [0, 1100] } as const; // the second signal falls into the read
    const { seen } = run({ backend, workload }, { requests: 2 });
    expect([seen.handlerRuns, seen.requestsHandled, seen.wakeups]).toEqual([1, 2, 1]);
  });

  test("an in-kernel counter acts at the instant of the signal", () => {
    expect(run({}).seen.notify.mean).toBe(100 + 20 + 50);
  });
});

describe("when the guest rings", () => {
  test("a trace is replayed at its recorded times, and a busy vcpu rings late", () => {
    const { seen } = run({ workload: { kind: "trace", arrivals: [0, 100, 5000] } }, { requests: 3 });
    expect(seen.issueDelay.max).toBe(370 - 100);
    expect(seen.response.max).toBe(370 - 100 + 370);
    expect(seen.rtt.max).toBe(370);
  });

  test("response counts from the intended doorbell: rtt alone would hide that the vcpu is behind", () => {
    const { seen } = run({ workload: { kind: "poisson", rate: 5_000_000 } }, { requests: 1000 });
    expect(seen.rtt.max).toBe(370);
    expect(seen.response.max).toBeGreaterThan(50_000);
  });

  test("compared paths get the same requests: the same arrivals, whatever each path costs", () => {
    const workload = { kind: "poisson", rate: 1000 } as const;
    const [a, b] = [run({ workload }, { requests: 50 }).seen, run({ workload, notify: "qemu" }, { requests: 50 }).seen];
    expect(a.flow.due.last).toBe(b.flow.due.last);
    expect(a.flow.due.last).toBeGreaterThan(0);
  });

  test("however many vcpus share it, a Poisson load is offered at its rate, by all of them to the end", () => {
    const { flow } = run(
      { workload: { kind: "poisson", rate: 100_000 }, vcpus: 64 },
      { requests: 20_000, replication: 2 },
    ).seen;
    const offered = (20_000 / (flow.due.last - flow.due.first)) * 1e9;
    expect(Math.abs(offered / 100_000 - 1)).toBeLessThan(0.02);
  });

  test("requests before the end of the warm-up are issued and not counted", () => {
    const { seen } = run({}, { requests: 10, warmup: 4 });
    expect([seen.issued, seen.rtt.count, seen.notify.count]).toEqual([10, 6, 6]);
  });
});

describe("invariants", () => {
  test("time of a round trip that nothing was spent on stops the run", () => {
    const { machine, seen } = run({});
    const trip = { rtt: 10, booked: 9, request: { index: 0, intended: 0, stored: 0, service: 0 } };
    expect(() => seen.resumed(trip as never)).toThrow("9 was spent on a doorbell, but the round trip took 10");
    expect(machine.draws).toBe(0);
  });

  test("stages that do not sum to the round trips stop the run", () => {
    const { seen } = run({});
    seen.checkStages();
    const ledger = seen.left({ index: 0, stored: 0 } as never);
    ledger[3]! += 1;
    expect(() => seen.checkStages()).toThrow(/^stages of all doorbells sum to \d+, but vcpus were out for \d+$/);
  });

  test("a doorbell that nobody took stops the run", () => {
    const { seen } = run({});
    expect(() => seen.checkConservation(2)).toThrow("doorbells are not conserved");
  });

  test("stages with random prices still sum exactly to every round trip", () => {
    const lognormal = { kind: "lognormal", mean: 1234.5, cv: 0.7 } as const;
    const stages = { ...sheet.stages, exit: { pio: lognormal }, entry: { pio: lognormal } };
    const { seen } = run({ costs: { ...sheet, stages } }, { requests: 2000 });
    const booked = Object.values(seen.stageMeans()).reduce((sum, mean) => sum + mean, 0);
    expect(booked).toBeCloseTo(seen.rtt.mean, 6);
    expect(seen.rtt.variance).toBeGreaterThan(0);
  });
});
