import { describe, expect, test } from "vitest";
import { KVM_IOFD } from "../../../sim/kvm/abi.ts";
import { ioRead, ioWrite } from "../../../sim/kvm/access.ts";
import { KernelBug } from "../../../sim/kvm/errno.ts";
import { encodeIofd } from "../../../sim/kvm/structs.ts";
import { B, little, TestMachine, U64_MAX } from "../../cases/machine.ts";

const PIO = 2;
const DEASSIGN = 1;
const R = 0x1000n;

/** A v7 machine with region R: MMIO 0x1000, 4 bytes. */
function withRegion(): { m: TestMachine; e: number } {
  const m = new TestMachine("v7");
  const e = m.e();
  expect(m.iofd(R, 4, e)).toBe("0");
  return { m, e };
}

describe("KVM_IOFD as posted in v7", () => {
  test.each([1, 2, 4, 8])(
    "V7-01 a write of %i bytes at the start of the region signals once and does not exit",
    (len) => {
      const { m, e } = withRegion();
      expect(m.w(len, R)).toBe("");
      expect(m.take(e)).toBe(1n);
    },
  );

  test("V7-02 a write that starts inside and runs past the end signals once", () => {
    const { m, e } = withRegion();
    expect(m.w(4, 0x1003n)).toBe("");
    expect(m.take(e)).toBe(1n);
  });

  test("V7-03 a write that starts before the region and runs into it is not taken", () => {
    const { m, e } = withRegion();
    expect(m.vm.bus("mmio").find(ioWrite(0xffen, new Uint8Array(4)))).toBeNull();
    m.iofd(0x2002n, 4, e);
    expect(m.w(4, 0x2000n)).toBe("W4@2000");
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("V7-03 a 4-byte write at 0xffe is split at the page: its first half exits, its second half signals", () => {
    const { m, e } = withRegion();
    expect(m.w(4, 0xffen)).toBe("W2@ffe");
    expect(m.take(e)).toBe(1n);
  });

  test("V7-04 a write at the first address after the region exits", () => {
    const { m, e } = withRegion();
    expect(m.w(4, 0x1004n)).toBe("W4@1004");
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("V7-05 a read is answered with zeros in the kernel, without a signal or an exit", () => {
    const { m, e } = withRegion();
    const answer = Uint8Array.of(1, 2, 3, 4);
    expect(m.vm.load({ space: "mmio", gpa: 0x1001n, len: 4, answer })).toEqual({ data: new Uint8Array(4), exits: [] });
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("V7-06 a region of length 0 registers and is never hit", () => {
    const m = new TestMachine("v7");
    expect(m.iofd(R, 0, m.e())).toBe("0");
    expect(m.w(4, R)).toBe("W4@1000");
  });

  test.each([
    ["wraps to 4", U64_MAX - 3n, 8],
    ["wraps to 0", U64_MAX - 3n, 4],
  ])("V7-07 a region whose end %s is never hit", (_, addr, len) => {
    const m = new TestMachine("v7");
    const e = m.e();
    expect(m.iofd(addr, len, e)).toBe("0");
    for (const gpa of [addr, U64_MAX, 0n, 3n]) expect(m.w(1, gpa)).not.toBe("");
    expect(m.take(e)).toBe("EAGAIN");
  });

  test("V7-07 the last region that does not wrap is hit up to its last address, 2^64-2", () => {
    const m = new TestMachine("v7");
    const e = m.e();
    m.iofd(U64_MAX - 4n, 4, e);
    for (let i = 0n; i < 6n; i++) m.w(1, U64_MAX - 5n + i);
    expect(m.take(e)).toBe(4n);
  });

  test("V7-08 of two registrations of one region both succeed and the first has every write", () => {
    const { m, e } = withRegion();
    const second = m.e();
    expect(m.iofd(R, 4, second)).toBe("0");
    m.w(4, R);
    expect(m.signals(e, second)).toEqual([1, 0]);
  });

  test("V7-08 where regions overlap the first registered has the write", () => {
    const m = new TestMachine("v7");
    const [inner, outer] = [m.e(), m.e()];
    m.iofd(0x1010n, 4, inner);
    m.iofd(0x1000n, 0x100, outer);
    m.w(4, 0x1010n);
    m.w(4, 0x1014n);
    expect(m.signals(inner, outer)).toEqual([1, 1]);
  });

  test("V7-10 deassign is EINVAL, also with a bad descriptor: nothing is looked at before", () => {
    const { m, e } = withRegion();
    expect(m.iofd(R, 4, e, DEASSIGN)).toBe("EINVAL");
    expect(m.iofd(R, 4, -1, DEASSIGN)).toBe("EINVAL");
    m.w(4, R);
    expect(m.take(e)).toBe(1n);
  });

  test("V7-11 assign wants an eventfd and ignores unknown flags", () => {
    const m = new TestMachine("v7");
    expect(m.iofd(R, 4, -1)).toBe("EBADF");
    expect(m.iofd(R, 4, m.vm.openNull())).toBe("EINVAL");
    expect(m.iofd(R, 4, m.e(), 0x80000000)).toBe("0");
  });

  test("V7-12 the seventh device on a bus is a bug of the kernel, not an errno; the other bus has its own six", () => {
    const m = new TestMachine("v7");
    const e = m.e();
    for (let i = 0; i < 6; i++) expect(m.iofd(BigInt(i), 1, e)).toBe("0");
    expect(() => m.iofd(6n, 1, e)).toThrow(KernelBug);
    expect(() => m.iofd(6n, 1, e)).toThrow("BUG_ON(bus->dev_count > 5): the bus holds 6 devices");
    expect(m.vm.bus("mmio").size).toBe(6);
    for (let i = 0; i < 6; i++) expect(m.iofd(BigInt(i), 1, e, PIO)).toBe("0");
    expect(() => m.iofd(6n, 1, e, PIO)).toThrow(KernelBug);
  });

  test("V7-12 interrupt controllers and coalesced zones count too", () => {
    const m = new TestMachine("v7");
    m.vm.ioctl(0xae60, null); // three on the PIO bus, one on the MMIO bus
    for (let i = 0; i < 3; i++) expect(m.iofd(0x100n, 1, m.e(), PIO)).toBe("0");
    expect(() => m.iofd(0x100n, 1, m.e(), PIO)).toThrow(KernelBug);
    for (let i = 0; i < 5; i++) expect(m.zone(B, 16)).toBe("0");
    expect(() => m.iofd(B, 1, m.e())).toThrow(KernelBug);
  });

  test("a lifted limit has room for a seventh device", () => {
    const m = new TestMachine("v7", { deviceLimit: "lifted" });
    for (let i = 0; i < 1000; i++) expect(m.iofd(BigInt(i), 1, m.e())).toBe("0");
  });

  test("V7-13 a saturated counter stays at 2^64-1 and the write is consumed all the same", () => {
    const { m, e } = withRegion();
    m.put(e, U64_MAX - 1n);
    for (let i = 0; i < 3; i++) expect(m.w(4, R)).toBe("");
    expect(m.take(e)).toBe(U64_MAX);
  });

  test.each([1, 2, 4])("V7-15 a port read of %i bytes gives zeros without an exit", (len) => {
    const m = new TestMachine("v7");
    m.iofd(0x80n, 4, m.e(), PIO);
    const loaded = m.vm.load({ space: "pio", gpa: 0x80n, len, answer: new Uint8Array(4).fill(0xff) });
    expect(loaded).toEqual({ data: new Uint8Array(len), exits: [] });
  });

  test("a read of a region fills the kernel's buffer with zeros, whatever it held", () => {
    const { m } = withRegion();
    const buffer = new Uint8Array(4).fill(0xff);
    m.vm.bus("mmio").read(ioRead(R, 4), buffer);
    expect(buffer).toEqual(new Uint8Array(4));
  });

  test("V7-16 the registration holds the file: a consumer in the kernel is signalled after userspace closed it", () => {
    const { m, e } = withRegion();
    const eventfd = m.vm.eventFdOf(e);
    expect(m.vm.close(e)).toBe(0);
    expect(m.w(4, R)).toBe("");
    expect(eventfd.count).toBe(1n);
  });

  test("PIO and MMIO regions at one address are told apart", () => {
    const m = new TestMachine("v7");
    const [pio, mmio] = [m.e(), m.e()];
    m.iofd(0x80n, 1, pio, PIO);
    m.iofd(0x80n, 1, mmio);
    m.out(1, 0x80n);
    m.out(1, 0x80n);
    m.w(1, 0x80n);
    expect(m.signals(pio, mmio)).toEqual([2, 1]);
  });

  test("a pointer that cannot be read is EFAULT, before anything is looked at", () => {
    expect(new TestMachine("v7").vm.ioctl(KVM_IOFD, null)).toBe(-14);
  });

  test("padding is not looked at", () => {
    const m = new TestMachine("v7");
    const args = encodeIofd({ addr: R, len: 4, fd: m.e() }).fill(0xff, 20);
    expect(m.vm.ioctl(KVM_IOFD, args)).toBe(0);
  });

  test("of a page-crossing store nobody takes, only the second half is reported: there was one buffer", () => {
    const m = new TestMachine("v7");
    const exits = m.vm.store({ space: "mmio", gpa: B + 0xffen, data: little(0xaabbccddn, 4) });
    expect(exits).toEqual([{ reason: "mmio", gpa: B + 0x1000n, len: 2, data: Uint8Array.of(0xbb, 0xaa), write: true }]);
  });

  test.each(["2.6.32", "upstream"] as const)("IO-25 the request is ENOTTY on %s", (kernel) => {
    const m = new TestMachine(kernel);
    expect(m.iofd(R, 4, m.e())).toBe("ENOTTY");
  });
});
