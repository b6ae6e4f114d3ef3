import { describe, expect, test } from "vitest";
import { B, TestMachine, U64_MAX } from "../../cases/machine.ts";

const [DEASSIGN, PIO] = [1, 2];

describe("the ideal kernel takes KVM_IOFD, and finishes it", () => {
  test("a region signals by the start of the access, reads give zeros, and unknown flags are ignored", () => {
    const m = new TestMachine("ideal");
    const e = m.e();
    expect(m.iofd(B, 8, e, 0x80000000)).toBe("0");
    expect([m.w(4, B), m.w(4, B + 7n), m.w(4, B + 8n), m.w(4, B - 4n)]).toEqual(["", "", "W4@10000008", "W4@ffffffc"]);
    expect(m.vm.load({ space: "mmio", gpa: B, len: 4, answer: new Uint8Array(4).fill(1) })).toEqual({
      data: new Uint8Array(4),
      exits: [],
    });
    expect(m.take(e)).toBe(2n);
  });

  test("there is no seventh-device bug: ten thousand regions are accepted and found", () => {
    const m = new TestMachine("ideal");
    const [even, odd] = [m.e(), m.e()];
    for (let i = 0; i < 10_000; i++) expect(m.iofd(B + BigInt(16 * i), 8, i % 2 === 0 ? even : odd)).toBe("0");
    for (let i = 0; i < 10_000; i++) m.w(4, B + BigInt(16 * i + 3));
    expect(m.w(4, B + 8n)).toBe("W4@10000008");
    expect(m.signals(even, odd)).toEqual([5000, 5000]);
  });

  test("deassign removes the first registration with this bus, address, length and eventfd", () => {
    const m = new TestMachine("ideal");
    const [e, f] = [m.e(), m.e()];
    m.iofd(B, 4, e);
    m.iofd(B, 4, f);
    m.iofd(B, 4, e);
    expect(m.iofd(B, 4, e, DEASSIGN)).toBe("0");
    m.w(4, B); // f is the first now
    expect(m.iofd(B, 4, f, DEASSIGN)).toBe("0");
    m.w(4, B);
    expect(m.iofd(B, 4, m.vm.dup(e), DEASSIGN)).toBe("0");
    expect(m.w(4, B)).toBe("W4@10000000");
    expect(m.signals(e, f)).toEqual([1, 1]);
  });

  test("deassign of what is not there is ENOENT; a bad descriptor is EBADF, another file EINVAL", () => {
    const m = new TestMachine("ideal");
    const [e, f] = [m.e(), m.e()];
    m.iofd(B, 4, e);
    for (const [addr, len, fd, flags] of [
      [B, 4, f, 0],
      [B + 1n, 4, e, 0],
      [B, 8, e, 0],
      [B, 4, e, PIO],
    ] as const) {
      expect(m.iofd(addr, len, fd, flags | DEASSIGN)).toBe("ENOENT");
    }
    expect([m.iofd(B, 4, -1, DEASSIGN), m.iofd(B, 4, m.vm.openNull(), DEASSIGN)]).toEqual(["EBADF", "EINVAL"]);
    expect([m.iofd(B, 4, e, DEASSIGN), m.iofd(B, 4, e, DEASSIGN)]).toEqual(["0", "ENOENT"]);
  });

  test("an iofd holds its file until it is deassigned", () => {
    const m = new TestMachine("ideal");
    m.vm.ioctl(0xae60, null);
    const fd = m.e();
    m.iofd(B, 4, fd);
    m.irqfd(fd, 4);
    m.vm.close(fd);
    m.w(4, B); // the irqfd is still attached, for the file is still open
    expect(m.vm.interrupts()).toEqual([4]);
  });

  test("a bus that 1000 zones fill refuses a region with ENOSPC", () => {
    const m = new TestMachine("ideal");
    for (let i = 0n; i < 1000n; i++) m.zone(B + 16n * i, 16);
    expect(m.iofd(0x1000n, 4, m.e())).toBe("ENOSPC");
    expect(m.w(4, 0x1000n)).toBe("W4@1000");
  });

  test("a region of length 0, and one that wraps, register and are never hit", () => {
    const m = new TestMachine("ideal");
    const e = m.e();
    expect([m.iofd(B, 0, e), m.iofd(U64_MAX - 3n, 8, e), m.iofd(U64_MAX - 3n, 4, e)]).toEqual(["0", "0", "0"]);
    expect([m.w(1, B), m.w(1, U64_MAX), m.w(1, 0n)]).toEqual(["W1@10000000", "W1@ffffffffffffffff", "W1@0"]);
  });

  test("a region that nests deeper than any other is found as fast: 20000 ranges inside each other", () => {
    const m = new TestMachine("ideal");
    const [inner, outer] = [m.e(), m.e()];
    m.iofd(B + 20_000n, 1, inner);
    for (let i = 1; i < 20_000; i++) m.iofd(B + 20_000n - BigInt(i), 2 * i + 1, outer);
    expect([m.w(1, B + 20_000n), m.w(1, B + 1n), m.w(1, B)]).toEqual(["", "", "W1@10000000"]);
    m.w(1, B + 20_000n);
    expect(m.vm.bus("mmio").steps).toBeLessThan(40);
    expect(m.signals(inner, outer)).toEqual([2, 1]);
  });

  test("iofds and ioeventfds share the bus: the first registered wins", () => {
    const m = new TestMachine("ideal");
    const [region, bell] = [m.e(), m.e()];
    m.mmio(B, 4, { fd: bell });
    m.iofd(B, 8, region);
    m.mmio(B + 4n, 4, { fd: bell });
    expect([m.w(4, B), m.w(2, B), m.w(4, B + 4n)]).toEqual(["", "", ""]);
    expect(m.signals(region, bell)).toEqual([2, 1]);
  });
});
