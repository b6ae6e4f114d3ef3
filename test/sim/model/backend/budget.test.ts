import { describe, expect, test } from "vitest";
import type { CompletionSpec, MachineSpec } from "../../../../sim/index.ts";
import { price, run } from "../machines.ts";

const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
const back: CompletionSpec = { kind: "irqfd", delivery: "kick", haltPoll: 0 };
const virtqueue = { suppression: "event-idx" } as const;

describe("an interrupt handler with a budget", () => {
  /** Four requests at once, whose answers take the guest 10,000 each; another is due while it works on the second. */
  const five: Partial<MachineSpec> = {
    workload: { kind: "trace", arrivals: [0, 0, 0, 0, 15_000] },
    backend: { kind: "iothread", service: price(100) },
    work: { answer: price(10_000) },
    virtqueue,
  };
  const of = (path: CompletionSpec) => run({ ...five, return: path }, { requests: 5 }).seen;

  test("of 2 leaves after two answers, so that a request that is due waits for no more than them", () => {
    const [all, two] = [of(back), of({ ...back, budget: 2 })];
    const begins = all.completion.min; // of the first request, made at 0: the handler's first instruction
    expect(two.completion.min).toBe(begins);
    expect(all.issueDelay.max).toBe(begins + 4 * 10_000 + 600 + 70 - 15_000);
    expect(two.issueDelay.max).toBe(begins + 2 * 10_000 + 600 + 70 - 15_000);
  });

  test("polls on without an interrupt until it has found none: one interrupt, one end, three looks", () => {
    const [all, two] = [of(back), of({ ...back, budget: 2 })];
    expect([all.interrupts, all.vcpuTime.interrupts]).toEqual([2, 2 * (600 + 70)]);
    expect([two.interrupts, two.vcpuTime.interrupts]).toEqual([1, 600 + 70 + 600 + 600]);
    expect(two.completion.count).toBe(5);
  });

  test("of 5 looks once more than it had to: it has found as many as it may, and can not know that none is left", () => {
    const workload = { kind: "trace", arrivals: [0, 0, 0, 0, 0] } as const;
    const looks = (budget: number) =>
      run({ ...five, workload, return: { ...back, budget } }, { requests: 5 }).seen.vcpuTime.interrupts;
    expect([looks(6), looks(5), looks(4)]).toEqual([670, 670 + 600, 670 + 600]);
  });

  test("goes on at once where no request is due: a guest that only waits for answers is not held up", () => {
    const closed = { kind: "closed", think: price(1e6), depth: 4 } as const;
    const busy = (budget?: number) => {
      const path = { ...back, ...(budget && { budget }) };
      return run({ ...five, workload: closed, return: path }, { requests: 4 }).seen;
    };
    const [all, one] = [busy(), busy(1)];
    expect(one.completion.max - all.completion.max).toBe(3 * 600 + 70); // a look before each of three, and one end
  });

  test("that is never used up changes nothing", () => {
    const spec: Partial<MachineSpec> = { ...five, workload: { kind: "closed", think: exponential(5000), depth: 8 } };
    const events = (path: CompletionSpec) => run({ ...spec, return: path }, { requests: 2000 }).machine.sim.fingerprint;
    expect(events({ ...back, budget: 9 })).toBe(events(back));
    expect(events({ ...back, budget: 2 })).not.toBe(events(back));
  });

  test("looks before a guest that computes goes on, which loses all of that time", () => {
    const workload = { kind: "closed", think: price(100_000) } as const;
    const gap = (budget: number) => {
      const path = { ...back, budget };
      const { flow } = run({ ...five, workload, return: path }, { requests: 2 }).seen;
      return flow.due.last - flow.due.first;
    };
    expect(gap(1) - gap(2)).toBe(600); // its answer was one, and it looks for another
  });

  test.each([1, 2, 3, 64])("of %d loses no answer and accounts for all of the vcpus' time", (budget) => {
    const spec: Partial<MachineSpec> = {
      vcpus: 3,
      backend: { kind: "iothread", service: exponential(2000) },
      workload: { kind: "closed", think: exponential(1000), depth: 16, batch: 4 },
      work: { submit: exponential(500), answer: exponential(900) },
      virtqueue,
      return: { ...back, budget, haltPoll: 1000, completionDoorbell: "per-interrupt" },
    };
    const host = { cpus: 2, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } };
    for (const changes of [{}, { host }, { notify: "qemu" } as const]) {
      expect(run({ ...spec, ...changes }, { requests: 3000 }).seen.completion.count).toBe(3000);
    }
  });
});
