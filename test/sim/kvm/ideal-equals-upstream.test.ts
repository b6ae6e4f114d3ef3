import fc from "fast-check";
import { expect, test } from "vitest";
import { B, TestMachine } from "../../cases/machine.ts";

/** Doorbells start at a slot of 32 bytes and zones lie in its second half, so that no two ranges touch or nest. */
const slot = fc.nat(5).map((i) => B + BigInt(32 * i));
const len = fc.constantFrom(0, 1, 2, 3, 4, 8);
const dm = fc.constantFrom(undefined, undefined, 0n, 1n, 1n << 32n);
const flags = fc.constantFrom(0, 0, 0, 2, 8, 16, 32);
const fd = fc.constantFrom(-1, 3, 3, 4, 5, 6);
const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom("assign" as const, "deassign" as const), slot, len, dm, flags, fd }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("zone" as const, "unzone" as const), slot, pio: fc.nat(2) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("w" as const, "r" as const, "out" as const, "in" as const),
      slot,
      offset: fc.constantFrom(0n, 0n, 0n, 1n, 16n, 20n, 22n),
      len: fc.constantFrom(1, 2, 4, 8),
      value: fc.constantFrom(0n, 1n, 1n << 32n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("take" as const, "drain" as const), fd }) },
);

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function perform(m: TestMachine, op: Operation): unknown {
  switch (op.kind) {
    case "assign":
    case "deassign": {
      const bell = { fd: op.fd, flags: op.flags, ...(op.dm === undefined ? {} : { dm: op.dm }) };
      return op.kind === "assign" ? m.mmio(op.slot, op.len, bell) : m.deassign(op.slot, op.len, bell);
    }
    case "zone":
      return m.zone(op.slot + 16n, 8, op.pio);
    case "unzone":
      return m.unzone(op.slot + 16n, 8, op.pio);
    case "take":
      return m.take(op.fd);
    case "drain":
      return m.vm.coalesced();
    case "r":
    case "in":
      return m[op.kind](op.len, op.slot + op.offset);
    default:
      return m[op.kind](op.len, op.slot + op.offset, op.value);
  }
}

test("where no ranges touch or nest, ideal answers every ioctl and every access as upstream does", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.array(operation, { minLength: 1, maxLength: 80, size: "max" }),
      (fastMmio, operations) => {
        const [upstream, ideal] = [new TestMachine("upstream", { fastMmio }), new TestMachine("ideal", { fastMmio })];
        for (const m of [upstream, ideal]) {
          for (let i = 0; i < 3; i++) m.e();
          m.vm.openNull();
        }
        for (const op of operations) expect(perform(ideal, op)).toEqual(perform(upstream, op));
      },
    ),
    { numRuns: 600 },
  );
});
