import { describe, expect, test } from "vitest";
import type { MachineSpec } from "../../../../sim/index.ts";
import { price, run } from "../machines.ts";

const backend = { kind: "iothread", service: price(3000) } as const;
const back = { kind: "irqfd", delivery: "kick", haltPoll: 0 } as const;
const one = { kind: "closed", think: price(0), depth: 1 } as const;

/** With a PIO irqchip on the bus there are four ranges to search. */
const search = 10 * run({ backend, workload: one, return: back }).seen.comparisons.mean;
/** Store to signal; idle CPU to handler; its work; the interrupt raised by a write(2). */
const toAnswer = 100 + search + 50 + 1000 + 200 + 3000 + 200 + 50;

describe("the way back", () => {
  test("a halted vcpu is woken, and completion ends at its interrupt handler", () => {
    const { seen } = run({ backend, workload: one, return: back });
    const halted = 100 + search + 50 + 500 + 200; // back in the guest, which halts
    const asleep = toAnswer - (halted + 100);
    expect(asleep).toBeGreaterThan(2000);
    expect(seen.completion.mean).toBe(toAnswer + 700 + 1000 + 200);
    expect([seen.interrupts, seen.halts, seen.haltSleeps]).toEqual([1, 2, 1]); // the last sleep is not over
  });

  test("halt polling spares the wake-up if the answer comes in time", () => {
    const polled = run({ backend, workload: one, return: { ...back, haltPoll: 10_000 } }).seen;
    expect(polled.completion.mean).toBe(toAnswer + 200);
    const late = run({ backend, workload: one, return: { ...back, haltPoll: 100 } }).seen;
    expect(late.completion.mean).toBe(toAnswer + 700 + 1000 + 200);
  });

  test("a running guest is interrupted by a kick, or without one where interrupts are posted", () => {
    const workload = { kind: "closed", think: price(50_000) } as const;
    const of = (delivery: "kick" | "posted") =>
      run({ backend, workload, return: { ...back, delivery } }, { requests: 3, warmup: 1 }).seen.completion.min;
    expect(of("kick")).toBe(toAnswer + 700 + 400);
    expect(of("posted")).toBe(toAnswer + 700 + 30);
  });

  test("the guest loses the time of its interrupts: its next doorbell is that much later", () => {
    const workload = { kind: "closed", think: price(50_000) } as const;
    const { flow } = run({ backend, workload, return: back }, { requests: 2 }).seen;
    expect(flow.due.last - flow.due.first).toBe(100 + search + 50 + 500 + 200 + 50_000 + 400 + 600 + 70);
  });

  test("a guest halts between two open arrivals, and asks as late as it takes to wake", () => {
    const workload = { kind: "deterministic", rate: 1e9 / 100_000 } as const;
    const { seen } = run({ backend, workload, return: back }, { requests: 2 });
    // One for each answer, one from the first answer to the second arrival, and the last, which is not over.
    expect([seen.halts, seen.haltSleeps, seen.vcpuTime.guest]).toEqual([4, 3, 0]);
    expect([seen.issueDelay.min, seen.issueDelay.max]).toEqual([0, 700 + 1000 + 200]);
  });

  test("a timer that expires while the halted vcpu still polls costs its entry alone", () => {
    const workload = { kind: "deterministic", rate: 1e9 / 20_000 } as const;
    const { seen } = run({ backend, workload, return: { ...back, haltPoll: 50_000 } }, { requests: 2 });
    expect([seen.haltSleeps, seen.issueDelay.max]).toEqual([0, 200]);
  });

  test("an ioctl raises the interrupt at its own price", () => {
    const irqfd = run({ backend, workload: one, return: back }).seen.completion.mean;
    const ioctl = run({ backend, workload: one, return: { ...back, kind: "ioctl" } }).seen.completion.mean;
    expect(ioctl - irqfd).toBe(80 - 50);
  });

  test("an inline handler answers before the guest goes on: its interrupt is met on entry", () => {
    const { seen } = run({
      notify: "qemu",
      backend: { kind: "counter", service: price(700) },
      workload: one,
      return: back,
    });
    expect(seen.rtt.mean).toBe(4100 + seen.stageMeans().bus! + 700 + 200 + 50);
    expect(seen.stageMeans().inject).toBe(250);
    expect(seen.completion.mean).toBe(seen.rtt.mean);
    expect(seen.haltSleeps).toBe(0);
  });

  test("with event-idx answers that come while the guest still looks need no interrupt of their own", () => {
    const workload = { kind: "closed", think: price(0), depth: 16 } as const;
    const spec = { backend: { ...backend, service: price(100) }, workload, return: back };
    const all = run({ ...spec, virtqueue: { suppression: "none" } }, { requests: 2000 }).seen;
    const few = run({ ...spec, virtqueue: { suppression: "event-idx" } }, { requests: 2000 }).seen;
    expect(all.interrupts).toBe(2000);
    expect(few.interrupts).toBeLessThan(1500);
    expect(few.completion.count).toBe(2000);
  });

  test.each([1, 2, 3])(
    "every vcpu's time is guest, exits, interrupts and halts, and all requests come back (%d)",
    (replication) => {
      const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;
      const spec: Partial<MachineSpec> = {
        vcpus: 3,
        backend: { kind: "iothread", service: exponential(2000) },
        workload: { kind: "closed", think: exponential(5000), depth: 4 },
        virtqueue: { suppression: "event-idx" },
        return: { ...back, haltPoll: 1000 },
      };
      const { machine, seen } = run(spec, { requests: 6000, replication });
      const { guest, interrupts, halted } = seen.vcpuTime;
      expect(seen.completion.count).toBe(6000);
      expect((guest + interrupts + halted + seen.exitTime) / (3 * machine.sim.now)).toBeLessThanOrEqual(1);
      expect(halted).toBeGreaterThan(0);
    },
  );
});
