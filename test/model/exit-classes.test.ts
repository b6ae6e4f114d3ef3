import { describe, expect, test } from "vitest";
import { run } from "./machines.ts";

describe("fast MMIO", () => {
  const zero = { count: 1, rung: "first", match: "zero-length" } as const;
  const mmio = { space: "mmio", regions: zero, fastMmio: true } as const;

  test("after a page's first access is decoded, a zero-length doorbell costs what it does by PIO", () => {
    const { seen } = run(mmio, { requests: 3, warmup: 1 });
    expect(seen.rtt.mean).toBe(100 + 20 + 50 + 200);
    expect(seen.rtt.mean).toBe(run({}).seen.rtt.mean);
    expect([seen.fastMmio, seen.exits["in-kernel"]]).toEqual([2, 3]);
  });

  test("each page is decoded once", () => {
    const regions = { count: 2048, rung: "uniform", match: "zero-length" } as const; // two pages of 4-byte doorbells
    const { seen } = run({ ...mmio, regions }, { requests: 500 });
    expect(seen.fastMmio).toBe(498);
    expect(seen.stageMeans().decode).toBe((2 * 1000) / 500);
  });

  test("on hardware without it, or for a doorbell with a length, every store is decoded", () => {
    const wildcard = { ...zero, match: "wildcard" } as const;
    for (const changes of [{ fastMmio: false }, { regions: wildcard }]) {
      const { seen } = run({ ...mmio, ...changes }, { requests: 3 });
      expect([seen.fastMmio, seen.stageMeans().decode]).toEqual([0, 1000]);
    }
  });

  test("by PIO nothing changes: the exit names port and size anyway", () => {
    const { seen } = run({ ...mmio, space: "pio" }, { requests: 3 });
    expect([seen.fastMmio, seen.rtt.mean]).toEqual([0, 370]);
  });
});
