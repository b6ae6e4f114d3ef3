import { describe, expect, test } from "vitest";
import { type IoAccess, ioWrite } from "../../../sim/kvm/access.ts";
import { Sorted } from "../../../sim/kvm/dispatch/sorted.ts";
import { U64 } from "../../../sim/kvm/u64.ts";
import { B, TestMachine, U64_MAX } from "../../cases/machine.ts";

/** Four 4-byte stores: at +0x10, +0x14, +0 and +0xffc. What each did: "sig", "ring" or "exit". */
function fates(m: TestMachine, fd: number): string[] {
  return [0x10n, 0x14n, 0n, 0xffcn].map((offset) => {
    if (m.w(4, B + offset) !== "") return "exit";
    return m.take(fd) === 1n ? "sig" : m.vm.coalesced().length === 1 ? "ring" : "?";
  });
}

describe("the search of today's bus and its quirks", () => {
  test("Q-01 a zone registered before an ioeventfd inside it hides it, and loses part of itself", () => {
    const m = new TestMachine("upstream");
    const fd = m.e();
    m.zone(B, 0x1000);
    m.mmio(B + 0x10n, 4, { fd });
    expect(fates(m, fd)).toEqual(["ring", "exit", "ring", "exit"]);
  });

  test("Q-02 registered the other way round both are found", () => {
    const m = new TestMachine("upstream");
    const fd = m.e();
    m.mmio(B + 0x10n, 4, { fd });
    m.zone(B, 0x1000);
    expect(fates(m, fd)).toEqual(["sig", "ring", "ring", "ring"]);
  });

  test("the ideal bus has no such quirk: the first registered wins, and nothing is lost", () => {
    const zoneFirst = new TestMachine("ideal");
    const fd = zoneFirst.e();
    zoneFirst.zone(B, 0x1000);
    zoneFirst.mmio(B + 0x10n, 4, { fd });
    expect(fates(zoneFirst, fd)).toEqual(["ring", "ring", "ring", "ring"]);
    const zoneLast = new TestMachine("ideal");
    const other = zoneLast.e();
    zoneLast.mmio(B + 0x10n, 4, { fd: other });
    zoneLast.zone(B, 0x1000);
    expect(fates(zoneLast, other)).toEqual(["sig", "ring", "ring", "ring"]);
  });

  test("Q-08 a doorbell of length 0 is lost where a range registered after it ends, not the other way round", () => {
    const lost = new TestMachine("upstream");
    const fd = lost.e();
    expect([lost.mmio(B + 4n, 0, { fd }), lost.mmio(B, 4, { fd: lost.e() })]).toEqual(["0", "0"]);
    expect(lost.w(1, B + 4n)).toBe("W1@10000004");
    const found = new TestMachine("upstream");
    const other = found.e();
    expect([found.mmio(B, 4, { fd: found.e() }), found.mmio(B + 4n, 0, { fd: other })]).toEqual(["0", "0"]);
    expect([found.w(1, B + 4n), found.take(other)]).toEqual(["", 1n]);
  });

  /** The names of the devices that an access is offered to, in order. */
  function candidates(
    ranges: readonly (readonly [name: string, addr: number | bigint, len: number])[],
    access: IoAccess,
  ): string {
    const asked: string[] = [];
    const bus = new Sorted();
    for (const [name, addr, len] of ranges) {
      bus.register({ addr: U64.of(addr), len }, { takes: () => asked.push(name) < 0, write: () => {} });
    }
    expect(bus.find(access)).toBeNull();
    return asked.join(" ");
  }
  const at = (gpa: number | bigint, len: number): IoAccess => ioWrite(gpa, new Uint8Array(len));

  test("Q-05 equal starts: which of the lengths 4, 0, 8, 2 an access is offered to", () => {
    const ranges = [
      ["L4", 0x1000, 4],
      ["L0", 0x1000, 0],
      ["L8", 0x1000, 8],
      ["L2", 0x1000, 2],
    ] as const;
    expect(candidates(ranges, at(0x1000, 1))).toBe("L2 L4 L0 L8");
    expect(candidates(ranges, at(0x1000, 4))).toBe("L4 L0 L8");
    expect(candidates(ranges, at(0x1000, 8))).toBe("L0 L8");
    expect(candidates(ranges, at(0x1001, 1))).toBe("L8");
  });

  test("Q-06 of three equal ranges all are asked, in the order of registration; an access past their end none", () => {
    const ranges = [
      ["d1", 0x1000, 4],
      ["d2", 0x1000, 4],
      ["d3", 0x1000, 4],
    ] as const;
    expect(candidates(ranges, at(0x1002, 2))).toBe("d1 d2 d3");
    expect(candidates(ranges, at(0x1002, 4))).toBe("");
  });

  test("Q-07 an access over two adjacent ranges is within neither", () => {
    const ranges = [
      ["a", 0x1000, 4],
      ["b", 0x1004, 4],
      ["c", 0x1008, 4],
      ["d", 0x100c, 4],
    ] as const;
    expect(candidates(ranges, at(0x1002, 4))).toBe("");
    expect(candidates(ranges, at(0x1008, 2))).toBe("c");
  });

  test.each([1n << 53n, 1n << 63n])(
    "a range that starts one byte after %i is not asked for it: no double tells",
    (gpa) => {
      expect(candidates([["next", gpa + 1n, 4]], at(gpa, 1))).toBe("");
      expect(candidates([["before", gpa - 4n, 4]], at(gpa - 3n, 4))).toBe("");
    },
  );

  test("an access whose end wraps to 0 is compared exactly by its start", () => {
    expect(candidates([["later", U64_MAX - 1n, 1]], at(U64_MAX - 3n, 4))).toBe("");
    expect(candidates([["earlier", U64_MAX - 7n, 4]], at(U64_MAX - 3n, 4))).toBe("earlier");
  });

  test("steps counts every comparison: the search, the step back and the walk forward", () => {
    const bus = new Sorted();
    const never = { takes: () => false, write: () => {} };
    for (let i = 0; i < 4; i++) bus.register({ addr: U64.of(0x1000), len: 4 }, { ...never });
    bus.find(at(0x1000, 4)); // found at 2; back over 1 and 0; forward over 0, 1, 2, 3
    expect(bus.steps).toBe(1 + 2 + 4);
    bus.find(at(0x2000, 4)); // pivots 2 and 3
    expect(bus.steps).toBe(2);
    bus.find(at(0x800, 4)); // pivots 2, 1, 0
    expect(bus.steps).toBe(3);
  });
});
