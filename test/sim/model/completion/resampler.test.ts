import { describe, expect, test } from "vitest";
import type { MachineSpec } from "../../../../sim/index.ts";
import { price, run } from "../machines.ts";

const backend = { kind: "iothread", service: price(3000) } as const;
const workload = { kind: "closed", think: price(0), depth: 1 } as const;
const edge = { kind: "irqfd", delivery: "kick", haltPoll: 0 } as const;
const level = { ...edge, trigger: "level" } as const;

describe("a level-triggered interrupt", () => {
  test("reaches the guest as an edge does", () => {
    const completion = (path: MachineSpec["return"]) => run({ backend, workload, return: path! }).seen.completion.mean;
    expect(completion(level)).toBe(completion(edge));
  });

  test("ends in KVM, where the guest pays for the signal of the resamplefd and for the listener that it wakes", () => {
    const of = (path: MachineSpec["return"]) => run({ backend, workload, return: path! }).seen.vcpuTime.interrupts;
    expect(of(edge)).toBe(600 + 70);
    expect(of(level)).toBe(600 + 70 + 50 + 500);
    expect(of({ ...level, delivery: "posted" })).toBe(600 + 70 + 50 + 500); // no virtual end for a level
  });

  test("wakes its listener once an answer, which reads, finds nothing and sleeps again", () => {
    const of = (path: MachineSpec["return"]) => run({ backend, workload, return: path! }).machine.threads.workersBusy;
    expect(of(level) - of(edge)).toBe(1000 + 200 + 200); // switched to; read and ppoll
  });

  test("is raised again for an answer that came while its line was up, and which nothing else would tell of", () => {
    const late = { ...backend, service: price(1000) };
    const of = (path: MachineSpec["return"], depth: number) =>
      run({ backend: late, workload: { ...workload, depth }, return: path! }, { requests: depth }).seen;
    const seen = of(level, 8);
    expect(seen.completion.count).toBe(8);
    expect(seen.interrupts).toBeLessThan(8);
    expect(seen.reasserted).toBeGreaterThan(0);
    expect(of(edge, 8).interrupts).toBe(8);
  });

  test("is not raised again where nothing came meanwhile", () => {
    const { seen } = run({ backend, workload, return: level }, { requests: 20 });
    expect([seen.interrupts, seen.reasserted]).toEqual([20, 0]);
  });

  test.each([1, 2, 3, 4])("loses no answer, whenever it comes (%d)", (replication) => {
    const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
    const spec: Partial<MachineSpec> = {
      backend: { kind: "iothread", service: exponential(700) },
      workload: { kind: "closed", think: exponential(2000), depth: 8 },
      virtqueue: { suppression: replication % 2 === 0 ? "event-idx" : "none" },
      return: { ...level, delivery: replication > 2 ? "posted" : "kick", haltPoll: 1000 },
      work: { answer: exponential(500) },
    };
    const { seen } = run(spec, { requests: 5000, replication });
    expect([seen.completion.count, seen.inFlight]).toEqual([5000, 0]);
    expect(seen.reasserted).toBeGreaterThan(0);
  });

  test("can be listened to by a thread that shares the vcpu's only CPU", () => {
    const host = { cpus: 1, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } };
    const { seen } = run({ backend, workload: { ...workload, depth: 4 }, return: level, host }, { requests: 400 });
    expect(seen.completion.count).toBe(400);
  });
});
