import { describe, expect, test } from "vitest";
import type { MachineSpec } from "../../../../sim/index.ts";
import { price, run } from "../machines.ts";

const backend = { kind: "iothread", service: price(3000) } as const;
const back = { kind: "irqfd", delivery: "kick", haltPoll: 0 } as const;
const one = { kind: "closed", think: price(0), depth: 1 } as const;

/** With a PIO irqchip on the bus there are four ranges to search. */
const search = 10 * run({ backend, workload: one, return: back }).seen.comparisons.mean;
const rings = 100 + search + 50 + 500 + 200; // a doorbell that wakes its consumer
/** Store to signal; idle CPU to handler; its work; the interrupt raised by a write(2). */
const toAnswer = 100 + search + 50 + 700 + 1000 + 200 + 3000 + 200 + 50;

describe("the guest's work on a request", () => {
  test("comes before the store, and so between the intended request and its doorbell", () => {
    const work = { submit: price(7000) };
    const { seen } = run({ work }, { requests: 10 });
    expect([seen.issueDelay.min, seen.issueDelay.max]).toEqual([7000, 7000]);
    expect([seen.guestWork, seen.submitWork]).toEqual([70_000, 70_000]);
  });

  test("holds up the requests behind it: without a pause they are due as the vcpu is free", () => {
    const { machine, seen } = run({ work: { submit: price(7000) } }, { requests: 10 });
    expect(machine.sim.now).toBe(10 * (7000 + seen.rtt.mean));
  });

  test("on an answer comes after the guest saw it, and keeps the next request back", () => {
    const spec = { backend, workload: one, return: back };
    const of = (answer: number) => run({ ...spec, work: { answer: price(answer) } }, { requests: 2 });
    const [none, some] = [of(0), of(7000)];
    expect(some.seen.completion.min).toBe(none.seen.completion.min);
    expect(some.seen.flow.due.last - none.seen.flow.due.last).toBe(7000);
    expect(some.seen.vcpuTime.interrupts).toBe(none.seen.vcpuTime.interrupts);
    expect(some.seen.vcpuTime.guest).toBe(2 * 7000);
  });

  test("before a request is interrupted by a kick, loses that time, and goes on", () => {
    const work = { submit: price(50_000) };
    const { seen } = run({ backend, workload: { ...one, depth: 2 }, return: back, work }, { requests: 2 });
    expect(seen.halts).toBe(2); // until the second answer, and for good
    expect(seen.completion.min).toBe(toAnswer + 400);
    // Both are due at once; the second waits for the work on the first, its doorbell, and the first one's interrupt.
    expect(seen.issueDelay.max).toBe(50_000 + rings + 400 + 600 + 70 + 50_000);
  });

  test("on one answer lets it find the next without an interrupt, where it asks for none meanwhile", () => {
    const spec: Partial<MachineSpec> = {
      backend,
      workload: { ...one, depth: 16 },
      return: back,
      virtqueue: { suppression: "event-idx" },
      work: { answer: price(4000) },
    };
    const { seen } = run(spec, { requests: 16 });
    expect([seen.interrupts, seen.completion.count]).toEqual([1, 16]);
    const faster = run({ ...spec, work: { answer: price(1000) } }, { requests: 16 }).seen;
    expect(faster.interrupts).toBe(15); // only after its wake-up is it late enough to find two
  });

  test.each([1, 2, 3])("is vcpu time like any other: all of it is accounted for on shared CPUs too (%d)", (cpus) => {
    const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
    const spec: Partial<MachineSpec> = {
      vcpus: 2,
      backend: { kind: "iothread", service: exponential(2000) },
      workload: { kind: "closed", think: exponential(5000), depth: 4 },
      virtqueue: { suppression: "event-idx" },
      work: { submit: exponential(1000), answer: exponential(1500) },
      return: { ...back, haltPoll: 1000 },
      host: { cpus, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } },
    };
    const { seen } = run(spec, { requests: 3000 });
    expect(seen.completion.count).toBe(3000);
    expect([seen.submitWork / 3000 / 1000, seen.answerWork / 3000 / 1500].map((ratio) => ratio.toFixed(1))).toEqual([
      "1.0",
      "1.0",
    ]);
    expect(seen.guestWork / (seen.submitWork + seen.answerWork)).toBeCloseTo(1, 12);
    expect(seen.vcpuTime.guest).toBeGreaterThanOrEqual(seen.guestWork);
  });

  test("does not change what else is drawn: a guest that works meets the same requests", () => {
    const workload = { kind: "poisson", rate: 1000 } as const;
    const of = (spec: Partial<MachineSpec>) => run({ workload, ...spec }, { requests: 500 }).seen.flow;
    const worked = of({ work: { submit: { kind: "exponential", mean: 100 } } });
    expect(worked.due.last).toBe(of({}).due.last);
  });
});
