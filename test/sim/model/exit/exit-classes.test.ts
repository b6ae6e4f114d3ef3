import { describe, expect, test } from "vitest";
import { price, run } from "../machines.ts";

describe("fast MMIO", () => {
  const zero = { count: 1, choice: "first", match: "zero-length" } as const;
  const mmio = { space: "mmio", regions: zero, fastMmio: true } as const;

  test("after a page's first access is decoded, a zero-length doorbell costs what it does by PIO", () => {
    const { seen } = run(mmio, { requests: 3, warmup: 1 });
    expect(seen.rtt.mean).toBe(100 + 20 + 50 + 200);
    expect(seen.rtt.mean).toBe(run({}).seen.rtt.mean);
    expect([seen.exits["fast-mmio"], seen.exits["in-kernel"]]).toEqual([2, 1]);
  });

  test("each page is decoded once", () => {
    const regions = { count: 2048, choice: "uniform", match: "zero-length" } as const; // two pages of 4-byte doorbells
    const { seen } = run({ ...mmio, regions }, { requests: 500 });
    expect(seen.exits["fast-mmio"]).toBe(498);
    expect(seen.stageMeans().decode).toBe((2 * 1000) / 500);
  });

  test("on hardware without it, or for a doorbell with a length, every store is decoded", () => {
    const wildcard = { ...zero, match: "wildcard" } as const;
    for (const changes of [{ fastMmio: false }, { regions: wildcard }]) {
      const { seen } = run({ ...mmio, ...changes }, { requests: 3 });
      expect([seen.exits["fast-mmio"], seen.stageMeans().decode]).toEqual([0, 1000]);
    }
  });

  test("by PIO nothing changes: the exit names port and size anyway", () => {
    const { seen } = run({ ...mmio, space: "pio" }, { requests: 3 });
    expect([seen.exits["fast-mmio"], seen.rtt.mean]).toEqual([0, 370]);
  });
});

describe("coalesced stores", () => {
  const coalesced = { notify: "coalesced", backend: { kind: "counter", service: price(700) } } as const;

  test("go into the ring for the price of an exit and a store", () => {
    const { seen } = run(coalesced, { requests: 100 });
    expect(seen.rtt.mean).toBe(100 + 20 + 30 + 200);
    expect([seen.requestsHandled, seen.inFlight]).toEqual([0, 100]);
  });

  test("the 170th finds the ring full: the VMM empties it, and that vcpu does all the work", () => {
    const { seen } = run(coalesced, { requests: 170 });
    expect(seen.exits).toEqual({ "fast-mmio": 0, "in-kernel": 169, userspace: 1 });
    expect([seen.requestsHandled, seen.inFlight]).toEqual([170, 0]);
    expect(seen.rtt.max).toBe(4100 + seen.comparisons.min * 10 + 170 * 700);
  });

  test("a store waits in the ring until then", () => {
    const { seen } = run({ ...coalesced, workload: { kind: "closed", think: price(1000) } }, { requests: 1700 });
    expect(seen.requestsHandled).toBe(1700);
    expect(seen.notify.mean).toBeGreaterThan(80 * 1350);
    expect(seen.exits.userspace).toBe(10);
  });

  test("several doorbells share the ring, and each region's handler gets its own", () => {
    const regions = { count: 4, choice: "uniform", match: "wildcard" } as const;
    const { seen } = run({ ...coalesced, regions, vcpus: 2 }, { requests: 5000 });
    expect(seen.requestsHandled + seen.inFlight).toBe(5000);
    expect(seen.inFlight).toBeLessThan(170);
  });

  test("MMIO pays for decoding all the same", () => {
    expect(run({ ...coalesced, space: "mmio" }, { requests: 10 }).seen.rtt.mean).toBe(1350);
  });
});
