import { describe, expect, test } from "vitest";
import type { Kernel } from "../../../sim/kvm/vm.ts";
import { B, TestMachine, U64_MAX } from "../../cases/machine.ts";

const modern: readonly Kernel[] = ["upstream", "ideal"];
const old: readonly Kernel[] = ["v7", "2.6.32"];

/** Entries as "len@address". */
function drained(m: TestMachine): string[] {
  return m.vm.coalesced().map(({ gpa, len }) => `${len}@${gpa.toString(16)}`);
}

describe.each(modern)("coalesced zones on %s", (kernel) => {
  test("CO-01 writes wait in the ring, a read exits", () => {
    const m = new TestMachine(kernel);
    expect(m.zone(B, 0x1000)).toBe("0");
    expect([m.w(4, B, 0x04030201n), m.w(2, B + 2n, 0x0605n), m.r(4, B)]).toEqual(["", "", "R4@10000000"]);
    expect(m.vm.coalesced()).toEqual([
      { gpa: B, len: 4, data: Uint8Array.of(1, 2, 3, 4), pio: false },
      { gpa: B + 2n, len: 2, data: Uint8Array.of(5, 6), pio: false },
    ]);
    expect(m.vm.coalesced()).toEqual([]);
  });

  test("CO-02 a store across the end of the zone is split: the first half waits, the second exits", () => {
    const m = new TestMachine(kernel);
    m.zone(B, 0x1000);
    expect(m.w(4, B + 0xffen)).toBe("W2@10001000");
    expect(drained(m)).toEqual(["2@10000ffe"]);
  });

  test("CO-03 169 writes fit, the 170th exits; first stays 0 and last is 169", () => {
    const m = new TestMachine(kernel);
    m.zone(B, 8);
    for (let i = 0; i < 169; i++) expect(m.w(4, B)).toBe("");
    expect(m.w(4, B)).toBe("W4@10000000");
    expect({ first: m.vm.ring.first, last: m.vm.ring.last }).toEqual({ first: 0, last: 169 });
    expect(drained(m)).toHaveLength(169);
    expect(m.w(4, B)).toBe("");
  });

  test("CO-04 a last index that userspace set to 170 makes every write exit", () => {
    const m = new TestMachine(kernel);
    m.zone(B, 8);
    m.vm.ring.last = 170;
    expect(m.w(4, B)).toBe("W4@10000000");
    expect(m.vm.ring.last).toBe(170);
    expect(() => m.vm.coalesced()).toThrow(/^ring: first 0 and last 170 must be below 170$/);
    m.vm.ring = { first: 170, last: 0 };
    expect(() => m.vm.coalesced()).toThrow(/^ring: /);
    m.vm.ring = { first: 3, last: 3 };
    expect(m.w(4, B)).toBe("");
  });

  test("CO-06 the same zone twice is one entry a write", () => {
    const m = new TestMachine(kernel);
    expect([m.zone(B, 8), m.zone(B, 8)]).toEqual(["0", "0"]);
    m.w(4, B);
    expect(drained(m)).toEqual(["4@10000000"]);
  });

  test("CO-07 a port zone takes whole writes, five string elements as five entries, and no read", () => {
    const m = new TestMachine(kernel);
    expect(m.zone(0x80n, 4, 1)).toBe("0");
    expect([m.out(1, 0x80n), m.out(4, 0x80n), m.out(2, 0x83n), m.in(1, 0x80n)]).toEqual(["", "", "OUT2@83", "IN1@80"]);
    expect(m.vm.coalesced().map(({ len, pio }) => [len, pio])).toEqual([
      [1, true],
      [4, true],
    ]);
    for (let i = 0; i < 5; i++) m.out(1, 0x80n, BigInt(i));
    expect(m.vm.coalesced().map(({ data }) => [...data])).toEqual([[0], [1], [2], [3], [4]]);
  });

  test("IO-29 a zone with pio 2 is EINVAL; to unregister an unknown zone is 0", () => {
    const m = new TestMachine(kernel);
    expect([m.zone(B, 8, 2), m.unzone(B, 8, 2), m.unzone(B, 8)]).toEqual(["EINVAL", "EINVAL", "0"]);
  });

  test("unregister removes every zone that contains the range and has the same pio flag", () => {
    const m = new TestMachine(kernel);
    for (const [addr, size, pio] of [
      [B, 0x100, 0],
      [B, 0x200, 0],
      [B + 0x10n, 0x10, 0],
      [B, 0x100, 1],
    ] as const) {
      m.zone(addr, size, pio);
    }
    expect(m.unzone(B, 0x80)).toBe("0"); // inside the first two
    expect([m.w(4, B + 0x40n), m.w(4, B + 0x10n), m.out(4, B)]).toEqual(["W4@10000040", "", ""]);
    expect(m.unzone(B + 0x10n, 0x10)).toBe("0");
    expect(m.w(4, B + 0x10n)).toBe("W4@10000010");
  });

  test("unregister of 2^31 bytes or more removes nothing: the kernel reads a negative length", () => {
    const m = new TestMachine(kernel);
    m.zone(0n, 0xffffffff);
    expect(m.unzone(0n, 0x80000000)).toBe("0");
    expect(m.vm.bus("mmio").size).toBe(1);
    expect(m.unzone(0n, 0x7fffffff)).toBe("0");
    expect(m.vm.bus("mmio").size).toBe(0);
  });

  test("a write of eight bytes keeps all of them", () => {
    const m = new TestMachine(kernel);
    m.zone(B, 8);
    m.w(8, B, 0x8877665544332211n);
    expect(m.vm.coalesced()[0]?.data).toEqual(Uint8Array.of(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88));
  });

  test("coalesced_io_test: from every start of the ring, 169 alternating accesses wait and the next one exits", () => {
    const m = new TestMachine(kernel);
    m.zone(1n << 32n, 8);
    m.zone(0x80n, 8, 1);
    for (let start = 0; start < 170; start++) {
      m.vm.ring = { first: start, last: start };
      const access = (i: number): string => (i % 2 === 0 ? m.w(4, 1n << 32n, BigInt(i)) : m.out(4, 0x80n, BigInt(i)));
      for (let i = 0; i < 169; i++) expect(access(i)).toBe("");
      expect(access(169)).toBe("OUT4@80");
      expect((m.vm.ring.last + 1) % 170).toBe(m.vm.ring.first);
      const entries = m.vm.coalesced();
      expect(entries.every(({ len, pio, data }, i) => len === 4 && pio === (i % 2 === 1) && data[0] === i)).toBe(true);
      expect(entries).toHaveLength(169);
    }
  });
});

test.each([...modern, ...old])("on %s a zone to be removed whose end wraps round is inside no other", (kernel) => {
  const m = new TestMachine(kernel);
  m.zone(B, 8);
  expect(m.unzone(U64_MAX - 3n, 8)).toBe("0");
  expect(m.w(4, B)).toBe("");
});

test("on upstream a zone of 2^31 bytes and more has a negative length: beyond 2^31 it is never found", () => {
  const m = new TestMachine("upstream");
  expect([m.zone(1n << 32n, 0x80000000), m.zone(B, 0x80000000)]).toEqual(["0", "0"]);
  expect([m.w(4, 1n << 32n), m.w(4, B)]).toEqual(["W4@100000000", ""]);
});

describe.each(old)("coalesced zones on %s", (kernel) => {
  test("the pio field is padding: every zone is memory", () => {
    const m = new TestMachine(kernel);
    expect([m.zone(B, 8, 1), m.zone(B + 8n, 8, 77)]).toEqual(["0", "0"]);
    expect([m.w(4, B), m.w(4, B + 8n), m.out(4, B)]).toEqual(["", "", "OUT4@10000000"]);
    expect(m.vm.coalesced().map(({ pio }) => pio)).toEqual([false, false]);
  });

  test.each([
    [0, 85],
    [84, 85],
    [85, 169],
    [169, 169],
  ])(
    "from first = %i the ring holds %i entries: its arithmetic wraps at 2^32 before it is taken modulo 170",
    (start, room) => {
      const m = new TestMachine(kernel);
      m.zone(B, 8);
      m.vm.ring = { first: start, last: start };
      let stored = 0;
      while (m.w(4, B) === "") stored++;
      expect(stored).toBe(room);
    },
  );

  test("a zone that was unregistered exits again", () => {
    const m = new TestMachine(kernel);
    m.zone(B, 8);
    expect(m.unzone(B, 8)).toBe("0");
    expect(m.w(4, B)).toBe("W4@10000000");
  });
});
