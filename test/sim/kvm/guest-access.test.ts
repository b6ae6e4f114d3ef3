import { describe, expect, test } from "vitest";
import type { Kernel } from "../../../sim/kvm/vm.ts";
import { B, little, TestMachine } from "../../cases/machine.ts";

const modern: readonly Kernel[] = ["upstream", "ideal"];
const sinceIoeventfd: readonly Kernel[] = ["2.6.32", "upstream", "ideal"];

describe.each(sinceIoeventfd)("guest accesses on %s", (kernel) => {
  const machine = (): { m: TestMachine; e1: number; e2: number } => {
    const m = new TestMachine(kernel);
    return { m, e1: m.e(), e2: m.e() };
  };

  test("GA-01 a port write of the registered length signals and does not exit", () => {
    const { m, e1 } = machine();
    m.pio(0x80n, 1, { fd: e1 });
    expect(m.out(1, 0x80n)).toBe("");
    expect(m.take(e1)).toBe(1n);
  });

  test("GA-02 another length or port exits", () => {
    const { m, e1 } = machine();
    m.pio(0x80n, 1, { fd: e1 });
    expect([m.out(2, 0x80n), m.out(1, 0x81n), m.out(2, 0x7fn)]).toEqual(["OUT2@80", "OUT1@81", "OUT2@7f"]);
    expect(m.take(e1)).toBe("EAGAIN");
  });

  test("GA-03 a port read exits and does not signal", () => {
    const { m, e1 } = machine();
    m.pio(0x80n, 1, { fd: e1 });
    expect(m.in(1, 0x80n)).toBe("IN1@80");
    expect(m.take(e1)).toBe("EAGAIN");
  });

  test("GA-04 three doorbells before a read are one read of 3; GA-05 five string elements are 5", () => {
    const { m, e1 } = machine();
    m.pio(0x80n, 1, { fd: e1 });
    for (let i = 0; i < 3; i++) m.out(1, 0x80n);
    expect(m.take(e1)).toBe(3n);
    for (let i = 0; i < 5; i++) expect(m.out(1, 0x80n)).toBe("");
    expect(m.take(e1)).toBe(5n);
  });

  test("GA-06 a string of five elements nobody takes is five exits", () => {
    const { m } = machine();
    const exits = Array.from({ length: 5 }, () => m.out(1, 0x81n));
    expect(exits).toEqual(Array(5).fill("OUT1@81"));
  });

  test("GA-07 a write whose value misses one datamatch is offered to the next, then to userspace", () => {
    const { m, e1, e2 } = machine();
    m.pio(0x80n, 1, { fd: e1, dm: 0x11n });
    m.pio(0x80n, 1, { fd: e2, dm: 0x22n });
    expect([m.out(1, 0x80n, 0x11n), m.out(1, 0x80n, 0x22n), m.out(1, 0x80n, 0x33n)]).toEqual(["", "", "OUT1@80"]);
    expect(m.signals(e1, e2)).toEqual([1, 1]);
  });

  test("GA-09 several lengths at one port: each write goes to its own", () => {
    const { m, e1, e2 } = machine();
    const e3 = m.e();
    m.pio(0x80n, 2, { fd: e1 });
    m.pio(0x80n, 4, { fd: e2 });
    expect(m.pio(0x80n, 4, { fd: e3, dm: 1n })).toBe("EEXIST");
    expect([m.out(1, 0x80n), m.out(2, 0x80n), m.out(4, 0x80n, 1n)]).toEqual(["OUT1@80", "", ""]);
    expect(m.signals(e1, e2, e3)).toEqual([1, 1, 0]);
  });

  test("GA-12 a memory write signals if address and length agree; everything else exits", () => {
    const { m, e1 } = machine();
    m.mmio(B, 4, { fd: e1 });
    expect(m.w(4, B)).toBe("");
    expect([m.w(2, B), m.w(1, B), m.w(4, B + 1n), m.r(4, B)]).toEqual([
      "W2@10000000",
      "W1@10000000",
      "W4@10000001",
      "R4@10000000",
    ]);
    expect(m.take(e1)).toBe(1n);
  });

  test("GA-15 a page-crossing store signals both of its halves' eventfds", () => {
    const { m, e1, e2 } = machine();
    m.mmio(B + 0xffen, 2, { fd: e1 });
    m.mmio(B + 0x1000n, 2, { fd: e2 });
    expect(m.w(4, B + 0xffen)).toBe("");
    expect(m.signals(e1, e2)).toEqual([1, 1]);
  });

  test("GA-17 a store across the end of RAM writes the RAM and signals", () => {
    const { m, e1 } = machine();
    m.vm.addRam(0n, 0x10000n);
    m.mmio(0x10000n, 2, { fd: e1 });
    expect(m.w(4, 0xfffen, 0xaabbccddn)).toBe("");
    expect(m.take(e1)).toBe(1n);
    expect(m.vm.load({ space: "mmio", gpa: 0xfffen, len: 2 })).toEqual({ data: Uint8Array.of(0xdd, 0xcc), exits: [] });
  });

  test("an exit keeps its bytes when the store's buffer is used again", () => {
    const { m } = machine();
    const data = Uint8Array.of(1);
    const [exit] = m.vm.store({ space: "mmio", gpa: B, data });
    data[0] = 2;
    expect(exit!.data).toEqual(Uint8Array.of(1));
  });

  test("RAM begins at its first byte, and what was never written to it is 0", () => {
    const { m } = machine();
    m.vm.addRam(0x1000n, 0x1000n);
    const answer = new Uint8Array(4096).fill(9);
    const { data, exits } = m.vm.load({ space: "mmio", gpa: 0x1000n, len: 4096, answer });
    expect([data.every((byte) => byte === 0), exits.length, m.w(1, 0xfffn)]).toEqual([true, 0, "W1@fff"]);
  });

  test("GA-18 an ioeventfd on RAM never fires: the RAM is written", () => {
    const { m, e1 } = machine();
    m.vm.addRam(0n, 0x10000n);
    m.mmio(0x3000n, 4, { fd: e1 });
    expect(m.w(4, 0x3000n, 0x04030201n)).toBe("");
    expect(m.take(e1)).toBe("EAGAIN");
    expect(m.vm.load({ space: "mmio", gpa: 0x3001n, len: 2 })).toEqual({ data: Uint8Array.of(2, 3), exits: [] });
  });

  test("GA-19 eight bytes are matched with all 64 bits", () => {
    const { m, e1, e2 } = machine();
    m.mmio(B, 8, { fd: e1 });
    m.mmio(B + 8n, 8, { fd: e2, dm: 0xdeadbeefdeadbeefn });
    expect([m.w(8, B), m.w(4, B)]).toEqual(["", "W4@10000000"]);
    expect(m.w(8, B + 8n, 0xdeadbeefdeadbeefn)).toBe("");
    expect(m.w(8, B + 8n, 0x1deadbeefn)).toBe("W8@10000008");
    expect(m.w(8, B + 8n, 0xdeadbeefdeadbeeen)).toBe("W8@10000008");
    expect(m.signals(e1, e2)).toEqual([1, 1]);
  });

  test("a datamatch with bits beyond its length never fires", () => {
    const { m, e1 } = machine();
    expect(m.mmio(B, 4, { fd: e1, dm: 0x100000001n })).toBe("0");
    expect(m.w(4, B, 1n)).toBe("W4@10000000");
  });

  test("GA-20 one wide store over two doorbells is one exit", () => {
    const { m, e1, e2 } = machine();
    m.mmio(B + 0x10n, 4, { fd: e1 });
    m.mmio(B + 0x14n, 4, { fd: e2 });
    expect(m.w(8, B + 0x10n)).toBe("W8@10000010");
    expect(m.signals(e1, e2)).toEqual([0, 0]);
  });

  test("GA-22 an unaligned doorbell fires", () => {
    const { m, e1 } = machine();
    m.mmio(B + 0x21n, 4, { fd: e1, dm: 9n });
    expect(m.w(4, B + 0x21n, 9n)).toBe("");
    expect(m.take(e1)).toBe(1n);
  });

  test("GA-24 a semaphore eventfd gives its three doorbells one by one", () => {
    const { m } = machine();
    const e = m.vm.eventfd(0, 1);
    m.pio(0x80n, 1, { fd: e });
    for (let i = 0; i < 3; i++) m.out(1, 0x80n);
    expect([m.take(e), m.take(e), m.take(e), m.take(e)]).toEqual([1n, 1n, 1n, "EAGAIN"]);
  });

  test("GA-25 with every descriptor closed a doorbell is still consumed", () => {
    const { m, e1 } = machine();
    m.pio(0x80n, 1, { fd: e1 });
    m.vm.close(e1);
    expect(m.out(1, 0x80n)).toBe("");
  });

  test("exits carry the bytes of the store, zeros for a load, and the load gets the VMM's answer", () => {
    const { m } = machine();
    const stored = m.vm.store({ space: "pio", gpa: 0x80n, data: Uint8Array.of(1, 2) });
    expect(stored).toEqual([{ reason: "io", gpa: 0x80n, len: 2, data: Uint8Array.of(1, 2), write: true }]);
    const loaded = m.vm.load({ space: "mmio", gpa: B, len: 4, answer: Uint8Array.of(9, 8, 7, 6) });
    expect(loaded.data).toEqual(Uint8Array.of(9, 8, 7, 6));
    expect(loaded.exits).toEqual([{ reason: "mmio", gpa: B, len: 4, data: new Uint8Array(4), write: false }]);
    const port = m.vm.load({ space: "pio", gpa: 0x80n, len: 2 });
    expect(port.exits).toEqual([{ reason: "io", gpa: 0x80n, len: 2, data: new Uint8Array(2), write: false }]);
    expect(m.vm.load({ space: "pio", gpa: 0x80n, len: 1, answer: (exit) => Uint8Array.of(exit.len) }).data[0]).toBe(1);
  });
});

describe.each(modern)("guest accesses on %s", (kernel) => {
  test("GA-10 a port doorbell of length 0 takes every length, and no read", () => {
    const m = new TestMachine(kernel);
    const e = m.e();
    m.pio(0x80n, 0, { fd: e });
    expect([m.out(1, 0x80n), m.out(2, 0x80n), m.out(4, 0x80n), m.in(1, 0x80n)]).toEqual(["", "", "", "IN1@80"]);
    expect(m.take(e)).toBe(3n);
  });

  test("GA-13 a store that crosses into a doorbell's page is split, and neither half is of its length", () => {
    const m = new TestMachine(kernel);
    const e = m.e();
    m.mmio(B, 4, { fd: e });
    expect(m.w(4, B - 2n)).toBe("W2@ffffffe W2@10000000");
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("GA-14 a memory doorbell of length 0 takes every write at its address, no read, and no neighbour", () => {
    const m = new TestMachine(kernel);
    const e = m.e();
    m.mmio(B, 0, { fd: e });
    expect([m.w(4, B), m.w(2, B), m.w(1, B)]).toEqual(["", "", ""]);
    expect([m.r(4, B), m.w(1, B + 1n)]).toEqual(["R4@10000000", "W1@10000001"]);
    expect(m.take(e)).toBe(3n);
  });

  test("GA-16 a page-crossing store nobody takes is two exits with two bytes each", () => {
    const m = new TestMachine(kernel);
    const exits = m.vm.store({ space: "mmio", gpa: B + 0x1ffen, data: little(0xaabbccddn, 4) });
    expect(exits.map(({ gpa, data }) => [gpa, [...data]])).toEqual([
      [B + 0x1ffen, [0xdd, 0xcc]],
      [B + 0x2000n, [0xbb, 0xaa]],
    ]);
  });

  test("GA-21 eight bytes across a page are two exits of four; within one they are one of eight", () => {
    const m = new TestMachine(kernel);
    expect(m.w(8, B + 0xffcn)).toBe("W4@10000ffc W4@10001000");
    expect(m.w(8, B + 0x1003n)).toBe("W8@10001003");
  });

  test("a page-crossing load is two exits, each with its part of the answer", () => {
    const m = new TestMachine(kernel);
    const { data, exits } = m.vm.load({ space: "mmio", gpa: B - 1n, len: 4, answer: Uint8Array.of(1, 2, 3, 4) });
    expect(exits.map(({ gpa, len }) => [gpa, len])).toEqual([
      [B - 1n, 1],
      [B, 3],
    ]);
    expect(data).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  test("sixteen bytes go to the bus eight by eight, until one chunk is not taken: the rest exits", () => {
    const m = new TestMachine(kernel);
    const [e1, e2] = [m.e(), m.e()];
    m.mmio(B, 8, { fd: e1 });
    expect(m.w(16, B)).toBe("W8@10000008");
    m.mmio(B + 0x108n, 8, { fd: e2 });
    expect(m.w(16, B + 0x100n)).toBe("W8@10000100 W8@10000108");
    expect(m.signals(e1, e2)).toEqual([1, 0]);
  });

  test("a store that wraps at 2^64 is split there, for a page ends there", () => {
    expect(new TestMachine(kernel).w(2, 0xffffffffffffffffn)).toBe("W1@ffffffffffffffff W1@0");
  });

  test("with an in-kernel irqchip, its registers and the local APIC stay in the kernel", () => {
    const m = new TestMachine(kernel);
    expect(m.w(4, 0xfee00000n)).toBe("W4@fee00000");
    m.vm.ioctl(0xae60, null);
    expect([m.w(4, 0xfee00000n), m.r(4, 0xfee00020n), m.w(4, 0xfec00000n), m.out(1, 0x20n), m.in(1, 0x4d1n)]).toEqual(
      Array(5).fill(""),
    );
    expect([m.out(2, 0x21n), m.out(1, 0x22n), m.w(4, 0xfec000fen)]).toEqual(["OUT2@21", "OUT1@22", "W4@fec000fe"]);
  });
});

describe.each(modern)("fast MMIO on %s", (kernel) => {
  const machine = (): { m: TestMachine; e: number } => {
    const m = new TestMachine(kernel, { fastMmio: true });
    const e = m.e();
    m.mmio(B, 0, { fd: e });
    return { m, e };
  };

  test("the first access to a page takes the slow path: a read exits and does not signal", () => {
    const { m, e } = machine();
    expect(m.r(4, B)).toBe("R4@10000000");
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("after it a read signals, is skipped, and leaves its destination as it was", () => {
    const { m, e } = machine();
    m.w(4, B + 0x10n);
    const answer = Uint8Array.of(1, 2, 3, 4);
    expect(m.vm.load({ space: "mmio", gpa: B, len: 4, answer })).toEqual({ data: new Uint8Array(4), exits: [] });
    expect(m.take(e)).toBe(1n);
  });

  test("RAM has no faults: it is written and read, and the doorbell on it stays silent", () => {
    const { m, e } = machine();
    m.vm.addRam(B, 0x1000n);
    for (let i = 0n; i < 2n; i++) expect([m.w(4, B, i), m.r(4, B)]).toEqual(["", ""]);
    expect([m.vm.load({ space: "mmio", gpa: B, len: 4 }).data[0], m.take(e)]).toEqual([1, "EAGAIN"]);
  });

  test("a write signals once on either path", () => {
    const { m, e } = machine();
    for (let i = 0; i < 3; i++) expect(m.w(4, B)).toBe("");
    expect(m.take(e)).toBe(3n);
  });

  test("other addresses of the page, and doorbells with a length, take the slow path", () => {
    const { m, e } = machine();
    const f = m.e();
    m.mmio(B + 8n, 4, { fd: f });
    for (let i = 0; i < 2; i++)
      expect([m.w(4, B + 8n), m.r(4, B + 8n), m.w(1, B + 1n)]).toEqual(["", "R4@10000008", "W1@10000001"]);
    expect(m.signals(e, f)).toEqual([0, 2]);
  });

  test("only the address of the fault is known: a page-crossing write at a doorbell's address is skipped whole", () => {
    const m = new TestMachine(kernel, { fastMmio: true });
    const e = m.e();
    m.mmio(B + 0xffen, 0, { fd: e });
    m.w(1, B);
    expect(m.w(4, B + 0xffen)).toBe("");
    expect(m.take(e)).toBe(1n);
  });
});
