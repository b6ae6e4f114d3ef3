import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../sim/kvm/argument-error.ts";
import { equalU64, lessU64, U64 } from "../../../sim/kvm/u64.ts";
import { U64_MAX } from "../../cases/machine.ts";

const edges = [
  0n,
  1n,
  (1n << 31n) - 1n,
  1n << 31n,
  (1n << 32n) - 1n,
  1n << 32n,
  (1n << 53n) - 1n,
  1n << 53n,
  1n << 63n,
  U64_MAX,
];
const near = fc
  .tuple(fc.constantFrom(...edges), fc.bigInt({ min: -3n, max: 3n }))
  .map(([edge, by]) => BigInt.asUintN(64, edge + by));
const any = fc.oneof(near, fc.bigInt({ min: 0n, max: U64_MAX }));

describe("U64", () => {
  test("keeps every value exactly", () => {
    fc.assert(fc.property(any, (v) => void expect(U64.of(v).toBigInt()).toBe(v)));
    expect([U64.of(U64_MAX).hi, U64.of(U64_MAX).lo]).toEqual([0xffffffff, 0xffffffff]);
  });

  test("compares as the numbers do, also where two share a nearest double", () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(lessU64(U64.of(a), U64.of(b))).toBe(a < b);
        expect(equalU64(U64.of(a), U64.of(b))).toBe(a === b);
      }),
      { numRuns: 5000 },
    );
    expect(U64.of((1n << 53n) + 1n).approx).toBe(U64.of(1n << 53n).approx);
    expect(lessU64(U64.of(1n << 53n), U64.of((1n << 53n) + 1n))).toBe(true);
    const [below, above] = [U64.of((1n << 63n) - 1n), U64.of(1n << 63n)]; // halves: 7fffffff ffffffff, 80000000 0
    expect([lessU64(below, above), lessU64(above, below)]).toEqual([true, false]);
  });

  test("approx is the nearest double", () => {
    fc.assert(fc.property(any, (v) => void expect(U64.of(v).approx).toBe(Number(v))));
  });

  test("adds modulo 2^64, forwards and backwards", () => {
    const steps = fc.oneof(fc.integer({ min: -0x80000000, max: 0x7fffffff }), fc.maxSafeInteger());
    fc.assert(
      fc.property(any, steps, (v, n) => {
        expect(U64.of(v).plus(n).toBigInt()).toBe(BigInt.asUintN(64, v + BigInt(n)));
      }),
      { numRuns: 5000 },
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53, -1n, 1n << 64n])("%s is refused", (v) => {
    expect(() => U64.of(v)).toThrow(ArgumentError);
  });

  test("a number is taken up to 2^53-1", () => {
    expect(U64.of(Number.MAX_SAFE_INTEGER).toBigInt()).toBe((1n << 53n) - 1n);
  });
});
