import { describe, expect, test } from "vitest";
import type { MachineSpec } from "../../../../sim/index.ts";
import { price, run } from "../machines.ts";

const backend = { kind: "iothread", service: price(3000) } as const;
const workload = { kind: "closed", think: price(0), depth: 1 } as const;
const back = { kind: "irqfd", delivery: "posted", haltPoll: 0 } as const;
const rung = { ...back, completionDoorbell: "per-interrupt" } as const;

describe("a doorbell for answers", () => {
  test("takes the way of any other: two doorbells a request, and the stages of both sum to their rtt", () => {
    const { seen } = run({ backend, workload, return: rung }, { requests: 10 });
    expect([seen.requests, seen.issued, seen.exits["in-kernel"]]).toEqual([10, 20, 20]);
    expect(seen.rtt.count).toBe(20);
    const stages = Object.values(seen.stageMeans()).reduce((sum, mean) => sum + mean, 0);
    expect(stages).toBeCloseTo(seen.rtt.mean, 6);
  });

  test("wakes a backend that finds no request: another handler run and wake-up, and no more", () => {
    const spec = { backend, workload };
    const without = run({ ...spec, return: back }).seen;
    const { seen } = run({ ...spec, return: rung });
    expect([without.handlerRuns, without.wakeups]).toEqual([1, 1]);
    expect([seen.handlerRuns, seen.wakeups, seen.requestsHandled]).toEqual([2, 2, 1]);
  });

  test("is rung in the handler, after the answers were seen: it keeps the next request back by its rtt", () => {
    const of = (path: MachineSpec["return"]) => run({ backend, workload, return: path! }, { requests: 2 }).seen;
    const [without, seen] = [of(back), of(rung)];
    expect(seen.completion.min).toBe(without.completion.min + 10); // one more range on the bus
    expect(seen.issueDelay.max - without.issueDelay.max).toBe(100 + 10 * seen.comparisons.min + 50 + 200 + 500);
  });

  test("tells once of all that a handler run found, or of each answer", () => {
    const of = (completionDoorbell: "per-interrupt" | "per-answer") => {
      const spec: Partial<MachineSpec> = {
        backend: { ...backend, service: price(100) },
        workload: { ...workload, depth: 16 },
        virtqueue: { suppression: "event-idx" },
        return: { ...back, completionDoorbell },
        work: { answer: price(10_000) },
      };
      return run(spec, { requests: 16 }).seen;
    };
    const [once, each] = [of("per-interrupt"), of("per-answer")];
    expect([once.interrupts, each.interrupts]).toEqual([1, 1]);
    expect(each.issued - once.issued).toBe(15);
  });

  test("that exits to the VMM is noted there at once, though the work on requests is left to a timer", () => {
    const spec = { notify: "qemu", workload, return: rung } as const;
    const { seen } = run({ ...spec, backend: { ...backend, kind: "main-loop", handler: "timer" } });
    expect([seen.exits.userspace, seen.wakeups, seen.handlerRuns]).toEqual([2, 1, 2]);
    expect(seen.rtt.max - seen.rtt.min).toBe(200 + 500); // the other one's write to an eventfd, which wakes the main loop
  });

  test("lies on the bus beside those for requests, one for each vcpu", () => {
    const compared = (completionDoorbell?: "per-interrupt") => {
      const path = { ...back, ...(completionDoorbell && { completionDoorbell }) };
      const spec = { kernel: "2.6.32", space: "mmio", vcpus: 3, backend, workload, return: path } as const;
      return run({ ...spec, regions: { count: 1, choice: "first", match: "wildcard" } }, { requests: 3 }).seen
        .comparisons;
    };
    expect(compared("per-interrupt").max - compared().max).toBe(3);
  });

  test.each([1, 2, 3])("is conserved among others, on shared CPUs and under a futex (%d)", (replication) => {
    const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
    const spec: Partial<MachineSpec> = {
      vcpus: 2,
      notify: replication === 2 ? "qemu" : "iofd",
      backend: { kind: "main-loop", service: exponential(1500), handler: "timer" },
      bigLock: "futex",
      workload: { kind: "closed", think: exponential(5000), depth: 8 },
      return: { ...rung, haltPoll: 1000 },
      host: { cpus: 2, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } },
    };
    const { seen } = run(spec, { requests: 3000, replication });
    expect(seen.completion.count).toBe(3000);
    expect(seen.issued).toBe(seen.exits["in-kernel"] + seen.exits.userspace);
    expect(seen.issued).toBeGreaterThan(3000);
    expect(seen.issued).toBeLessThanOrEqual(6000);
  });
});
