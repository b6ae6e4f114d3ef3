import { describe, expect, test } from "vitest";
import { KVM_IOEVENTFD } from "../../../sim/kvm/abi.ts";
import { ioWrite } from "../../../sim/kvm/access.ts";
import { U64 } from "../../../sim/kvm/u64.ts";
import type { Kernel } from "../../../sim/kvm/vm.ts";
import { B, TestMachine, U64_MAX } from "../../cases/machine.ts";

const CCW = 8;
const modern: readonly Kernel[] = ["upstream", "ideal"];

/** One step of the list that a fresh VM goes through in order. */
type Step = readonly [says: string, call: (s: Session) => string, result: string];

class Session {
  readonly m: TestMachine;
  readonly e: number;
  readonly f: number;
  readonly nul: number;

  constructor(kernel: Kernel) {
    this.m = new TestMachine(kernel);
    this.e = this.m.e();
    this.f = this.m.e();
    this.nul = this.m.vm.openNull();
  }
}

const steps: readonly Step[] = [
  ["IO-01 length 3 is EINVAL", ({ m, e }) => m.mmio(0x1000n, 3, { fd: e }), "EINVAL"],
  ["IO-01 length 5 is EINVAL", ({ m, e }) => m.mmio(0x1000n, 5, { fd: e }), "EINVAL"],
  ["IO-01 length 16 is EINVAL", ({ m, e }) => m.mmio(0x1000n, 16, { fd: e }), "EINVAL"],
  ["IO-02 an end that wraps at 2^64-1 is EINVAL", ({ m, e }) => m.mmio(U64_MAX, 1, { fd: e }), "EINVAL"],
  ["IO-03 an end that wraps to exactly 0 is EINVAL", ({ m, e }) => m.mmio(U64_MAX - 3n, 4, { fd: e }), "EINVAL"],
  ["IO-04 an end at 2^64-1 is accepted", ({ m, e }) => m.mmio(U64_MAX - 4n, 4, { fd: e }), "0"],
  ["IO-05 length 0 at 2^64-1 is accepted", ({ m, e }) => m.mmio(U64_MAX, 0, { fd: e }), "0"],
  ["IO-06 flag 0x20 is EINVAL", ({ m, e }) => m.mmio(0x900n, 4, { fd: e, flags: 0x20 }), "EINVAL"],
  ["IO-06 flag 0x10 is accepted and does nothing", ({ m, e }) => m.mmio(0x900n, 4, { fd: e, flags: 0x10 }), "0"],
  ["IO-07 length 0 with a datamatch is EINVAL", ({ m, e }) => m.mmio(0x1000n, 0, { fd: e, dm: 0n }), "EINVAL"],
  ["IO-08 descriptor -1 is EBADF", ({ m }) => m.mmio(0x1000n, 4, { fd: -1 }), "EBADF"],
  ["IO-08 a descriptor of another file is EINVAL", ({ m, nul }) => m.mmio(0x1000n, 4, { fd: nul }), "EINVAL"],
  ["IO-09 a bad length is seen before a bad descriptor", ({ m }) => m.mmio(0x1000n, 3, { fd: -1 }), "EINVAL"],
  ["IO-10 the CCW bus accepts length 8", ({ m, e }) => m.mmio(0x1000n, 8, { fd: e, flags: CCW }), "0"],
  ["IO-11 CCW and PIO together", ({ m, e }) => m.pio(0x1000n, 8, { fd: e, flags: CCW }), "0"],
  ["IO-11 ... mean PIO: the same on PIO collides", ({ m, e }) => m.pio(0x1000n, 8, { fd: e }), "EEXIST"],
  ["IO-12 a wildcard of length 4 at 0x2000", ({ m, e }) => m.mmio(0x2000n, 4, { fd: e }), "0"],
  ["IO-13 ... collides with itself", ({ m, e }) => m.mmio(0x2000n, 4, { fd: e }), "EEXIST"],
  ["IO-13 ... whatever the eventfd", ({ m, f }) => m.mmio(0x2000n, 4, { fd: f }), "EEXIST"],
  ["IO-14 ... and with any datamatch of that length", ({ m, e }) => m.mmio(0x2000n, 4, { fd: e, dm: 5n }), "EEXIST"],
  ["IO-15 ... but not with another length", ({ m, e }) => m.mmio(0x2000n, 2, { fd: e }), "0"],
  ["IO-16 ... and again with length 0", ({ m, e }) => m.mmio(0x2000n, 0, { fd: e }), "EEXIST"],
  ["IO-17 an overlap at another start is no collision", ({ m, e }) => m.mmio(0x2002n, 4, { fd: e }), "0"],
  ["IO-18 nor is one at an unaligned start", ({ m, e }) => m.mmio(0x2001n, 4, { fd: e, dm: 9n }), "0"],
  ["IO-19 nor is the same on the other bus", ({ m, e }) => m.pio(0x2000n, 4, { fd: e }), "0"],
  ["IO-20 a port of 0x10000 is accepted", ({ m, e }) => m.pio(0x10000n, 4, { fd: e }), "0"],
  ["IO-20 a port of 2^40 is accepted", ({ m, e }) => m.pio(1n << 40n, 4, { fd: e }), "0"],
  ["IO-21 datamatch 1", ({ m, e }) => m.mmio(0x3000n, 4, { fd: e, dm: 1n }), "0"],
  ["IO-21 ... does not collide with datamatch 2", ({ m, e }) => m.mmio(0x3000n, 4, { fd: e, dm: 2n }), "0"],
  ["IO-21 ... collides with datamatch 1", ({ m, f }) => m.mmio(0x3000n, 4, { fd: f, dm: 1n }), "EEXIST"],
  ["IO-21 ... collides with a wildcard", ({ m, f }) => m.mmio(0x3000n, 4, { fd: f }), "EEXIST"],
  ["IO-21 ... not with 2^32+1: 64 bits count", ({ m, f }) => m.mmio(0x3000n, 4, { fd: f, dm: 0x100000001n }), "0"],
  ["IO-21 a wildcard at 0x3100", ({ m, f }) => m.mmio(0x3100n, 4, { fd: f }), "0"],
  ["IO-22 length 0 collides with datamatches too", ({ m, e }) => m.mmio(0x3000n, 0, { fd: e }), "EEXIST"],
  ["IO-23 length 0 at a free address", ({ m, e }) => m.mmio(0x4000n, 0, { fd: e }), "0"],
  ["IO-23 ... collides with every length after it", ({ m, e }) => m.mmio(0x4000n, 4, { fd: e, dm: 1n }), "EEXIST"],
  [
    "IO-24 a pointer that cannot be read is EFAULT",
    ({ m }) => (m.vm.ioctl(KVM_IOEVENTFD, null) === -14 ? "EFAULT" : ""),
    "EFAULT",
  ],
  ["DE-01 deassign with another eventfd is ENOENT", ({ m, f }) => m.deassign(0x2000n, 4, { fd: f }), "ENOENT"],
  ["DE-01 ... at another address", ({ m, e }) => m.deassign(0x2004n, 4, { fd: e }), "ENOENT"],
  ["DE-01 ... with another length", ({ m, e }) => m.deassign(0x2000n, 8, { fd: e }), "ENOENT"],
  ["DE-01 ... with a length that assign refuses", ({ m, e }) => m.deassign(0x2000n, 3, { fd: e }), "ENOENT"],
  ["DE-01 ... with a datamatch on a wildcard", ({ m, e }) => m.deassign(0x2000n, 4, { fd: e, dm: 0n }), "ENOENT"],
  ["DE-02 ... on the other bus", ({ m, e }) => m.deassign(0x3000n, 4, { fd: e, dm: 1n, flags: 2 }), "ENOENT"],
  ["DE-02 ... with another datamatch", ({ m, e }) => m.deassign(0x3000n, 4, { fd: e, dm: 3n }), "ENOENT"],
  ["DE-02 ... without the datamatch", ({ m, e }) => m.deassign(0x3000n, 4, { fd: e }), "ENOENT"],
  ["DE-03 deassign of descriptor -1 is EBADF", ({ m }) => m.deassign(0x2000n, 4, { fd: -1 }), "EBADF"],
  ["DE-03 deassign of another file is EINVAL", ({ m, nul }) => m.deassign(0x2000n, 4, { fd: nul }), "EINVAL"],
  ["DE-04 deassign does not check flags", ({ m, e }) => m.deassign(0x2000n, 4, { fd: e, flags: 0x10 }), "0"],
  ["DE-04 ... and the second time it is ENOENT", ({ m, e }) => m.deassign(0x2000n, 4, { fd: e }), "ENOENT"],
  ["DE-04 ... not even those that assign refuses", ({ m, e }) => m.deassign(0x2000n, 2, { fd: e, flags: 0x20 }), "0"],
  ["DE-06 deassign of length 0", ({ m, e }) => m.deassign(0x4000n, 0, { fd: e }), "0"],
  ["DE-06 ... and again", ({ m, e }) => m.deassign(0x4000n, 0, { fd: e }), "ENOENT"],
  ["DE-08 deassign through a dup of the descriptor", ({ m, f }) => m.deassign(0x3100n, 4, { fd: m.vm.dup(f) }), "0"],
  ["what was deassigned can be assigned again", ({ m, f }) => m.mmio(0x2000n, 4, { fd: f }), "0"],
];

describe.each(modern)("KVM_IOEVENTFD on %s, in this order", (kernel) => {
  const session = new Session(kernel);
  test.each(steps)("%s", (_says, call, result) => {
    expect(call(session)).toBe(result);
  });
});

describe.each(modern)("KVM_IOEVENTFD on %s", (kernel) => {
  test("DE-05 a wildcard's datamatch field is not looked at", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    expect(m.mmio(0x3100n, 4, { fd })).toBe("0");
    const bytes = new Uint8Array(64);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, 5n, true);
    view.setBigUint64(8, 0x3100n, true);
    view.setUint32(16, 4, true);
    view.setInt32(20, fd, true);
    view.setUint32(24, 4, true);
    expect(m.vm.ioctl(KVM_IOEVENTFD, bytes)).toBe(0);
  });

  test("what was deassigned exits again, and its neighbours still signal", () => {
    const m = new TestMachine(kernel);
    const [a, b, c] = [m.e(), m.e(), m.e()];
    m.mmio(0x1000n, 4, { fd: a });
    m.mmio(0x1004n, 4, { fd: b });
    m.mmio(0x1008n, 4, { fd: c });
    expect(m.deassign(0x1004n, 4, { fd: b })).toBe("0");
    expect([m.w(4, 0x1000n), m.w(4, 0x1004n), m.w(4, 0x1008n)]).toEqual(["", "W4@1004", ""]);
    expect(m.signals(a, b, c)).toEqual([1, 0, 1]);
  });

  test("IO-23 beside a doorbell of length 0 every other at its address is EEXIST, until it is gone", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    expect([m.mmio(0x4000n, 0, { fd }), m.mmio(0x4000n, 4, { fd }), m.mmio(0x4000n, 4, { fd, dm: 1n })]).toEqual([
      "0",
      "EEXIST",
      "EEXIST",
    ]);
    expect([m.deassign(0x4000n, 0, { fd }), m.mmio(0x4000n, 4, { fd })]).toEqual(["0", "0"]);
  });

  test("a doorbell on the CCW bus is deaf to memory and to ports", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    m.mmio(0x1000n, 8, { fd, flags: CCW });
    expect([m.w(8, 0x1000n), m.out(8, 0x1000n)]).toEqual(["W8@1000", "OUT8@1000"]);
    m.vm.bus("ccw").write(ioWrite(0x1000, new Uint8Array(8)));
    expect(m.take(fd)).toBe(1n);
  });

  test("a doorbell of length 0 whose twin is refused is not assigned at all", () => {
    const m = new TestMachine(kernel);
    const other = () => ({ takes: () => false, write: () => {} });
    for (let i = 0; i < 1000; i++) m.vm.bus("fast-mmio").register({ addr: U64.of(i), len: 1 }, other());
    expect(m.mmio(B, 0, { fd: m.e() })).toBe("ENOSPC");
    expect([m.vm.bus("mmio").size, m.w(4, B)]).toEqual([0, "W4@10000000"]);
  });

  test("IO-26 20000 ioeventfds at one address are accepted; IO-27 then 1000 zones, and the next is ENOSPC", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    for (let i = 0n; i < 20000n; i++) {
      if (m.mmio(0x1000n, 4, { fd, dm: i }) !== "0") throw new Error(`refused at ${i}`);
    }
    expect(m.w(4, 0x1000n, 19999n)).toBe("");
    expect(m.w(4, 0x1000n, 20000n)).toBe("W4@1000");
    for (let i = 0n; i < 1000n; i++) expect(m.zone(0x100000n + i * 16n, 16)).toBe("0");
    expect(m.zone(0x200000n, 16)).toBe("ENOSPC");
  });

  test("IO-28 once 1000 zones fill the bus, an ioeventfd is refused as well", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    for (let i = 0n; i < 1000n; i++) expect(m.zone(0x100000n + i * 16n, 16)).toBe("0");
    expect(m.mmio(0x1000n, 4, { fd })).toBe("ENOSPC");
    expect(m.zone(0x200000n, 16)).toBe("ENOSPC");
    expect(m.pio(0x1000n, 4, { fd })).toBe("0");
    expect(m.unzone(0x100000n, 16)).toBe("0");
    expect(m.mmio(0x1000n, 4, { fd })).toBe("0");
  });

  test("a refusal by the bus leaves no trace: a zero-length doorbell has no twin left behind", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    for (let i = 0n; i < 1000n; i++) m.zone(0x100000n + i * 16n, 16);
    expect(m.mmio(0x1000n, 0, { fd })).toBe("ENOSPC");
    expect(m.vm.bus("fast-mmio").size).toBe(0);
    expect(m.unzone(0x100000n, 16)).toBe("0");
    expect(m.mmio(0x1000n, 0, { fd })).toBe("0");
    expect(m.vm.bus("fast-mmio").size).toBe(1);
    expect(m.deassign(0x1000n, 0, { fd })).toBe("0");
    expect(m.vm.bus("fast-mmio").size).toBe(0);
  });
});

describe("KVM_IOEVENTFD on 2.6.32", () => {
  const K = "2.6.32";

  test.each([0, 3, 5, 16])("length %i is EINVAL: there is no any-length yet", (len) => {
    const m = new TestMachine(K);
    expect(m.mmio(0x1000n, len, { fd: m.e() })).toBe("EINVAL");
  });

  test.each([0x8, 0x10, 0x20])("flag %i is EINVAL: only datamatch, PIO and deassign are known", (flags) => {
    const m = new TestMachine(K);
    expect(m.mmio(0x1000n, 4, { fd: m.e(), flags })).toBe("EINVAL");
  });

  test("the checks come in this order: length, end, flags, descriptor, collision, room", () => {
    const m = new TestMachine(K);
    const fd = m.e();
    expect(m.mmio(U64_MAX, 3, { fd: -1, flags: 0x20 })).toBe("EINVAL");
    expect(m.mmio(0x1000n, 4, { fd: -1 })).toBe("EBADF");
    expect(m.mmio(0x1000n, 4, { fd: m.vm.openNull() })).toBe("EINVAL");
    for (let i = 0n; i < 6n; i++) expect(m.mmio(0x1000n + 4n * i, 4, { fd })).toBe("0");
    expect(m.mmio(0x1000n, 4, { fd })).toBe("EEXIST");
    expect(m.mmio(0x2000n, 4, { fd })).toBe("ENOSPC");
  });

  test("the seventh device on a bus is ENOSPC, and there is room again after a deassign", () => {
    const m = new TestMachine(K);
    const fd = m.e();
    for (let i = 0n; i < 6n; i++) m.mmio(0x1000n + 4n * i, 4, { fd });
    expect(m.mmio(0x2000n, 4, { fd })).toBe("ENOSPC");
    expect(m.pio(0x2000n, 4, { fd })).toBe("0");
    expect(m.deassign(0x1008n, 4, { fd })).toBe("0");
    expect(m.mmio(0x3000n, 4, { fd })).toBe("0");
  });

  test("an address agrees in all 64 bits", () => {
    const m = new TestMachine(K);
    m.mmio(0x1000n, 4, { fd: m.e() });
    expect([m.w(4, 0x100001000n), m.w(4, 0x1000n)]).toEqual(["W4@100001000", ""]);
  });

  test("a load that leaves RAM goes to the device whole: the RAM's part is not read", () => {
    const m = new TestMachine(K);
    m.vm.addRam(0n, 0x1000n);
    expect(m.r(4, 0xffen)).toBe("R4@ffe");
  });

  test("a lifted limit has room for a seventh device", () => {
    const m = new TestMachine(K, { deviceLimit: "lifted" });
    const fd = m.e();
    for (let i = 0n; i < 7n; i++) expect(m.mmio(0x1000n + 4n * i, 4, { fd })).toBe("0");
  });

  test("a collision does not compare the bus: PIO and MMIO at one address and length collide", () => {
    const m = new TestMachine(K);
    const fd = m.e();
    expect(m.mmio(0x1000n, 4, { fd })).toBe("0");
    expect(m.pio(0x1000n, 4, { fd })).toBe("EEXIST");
    expect(m.pio(0x1000n, 2, { fd })).toBe("0");
  });

  test("deassign does not compare the bus either: with the PIO flag it finds the MMIO entry", () => {
    const m = new TestMachine(K);
    const fd = m.e();
    m.mmio(0x1000n, 4, { fd });
    expect(m.deassign(0x1000n, 4, { fd, flags: 2 })).toBe("0");
    expect(m.w(4, 0x1000n)).toBe("W4@1000");
  });

  test("deassign of what is not there is ENOENT", () => {
    const m = new TestMachine(K);
    const [e, f] = [m.e(), m.e()];
    m.mmio(0x1000n, 4, { fd: e, dm: 1n });
    expect(m.deassign(0x1000n, 4, { fd: f, dm: 1n })).toBe("ENOENT");
    expect(m.deassign(0x1000n, 4, { fd: e })).toBe("ENOENT");
    expect(m.deassign(0x1000n, 4, { fd: e, dm: 1n })).toBe("0");
    expect(m.deassign(0x1000n, 4, { fd: e, dm: 1n })).toBe("ENOENT");
  });

  test("a write must agree in address, length and value; a read exits", () => {
    const m = new TestMachine(K);
    const [e, f] = [m.e(), m.e()];
    m.mmio(0x1000n, 4, { fd: e, dm: 7n });
    m.mmio(0x1010n, 2, { fd: f });
    expect([m.w(4, 0x1000n, 7n), m.w(4, 0x1000n, 8n), m.w(2, 0x1000n, 7n), m.w(4, 0x1001n, 7n)]).toEqual([
      "",
      "W4@1000",
      "W2@1000",
      "W4@1001",
    ]);
    expect([m.w(2, 0x1010n), m.r(2, 0x1010n)]).toEqual(["", "R2@1010"]);
    expect(m.signals(e, f)).toEqual([1, 1]);
  });

  test("of a page-crossing store nobody takes, only the second half is reported; a load is not split", () => {
    const m = new TestMachine(K);
    expect(m.w(4, 0x10000ffen)).toBe("W2@10001000");
    expect(m.r(4, 0x10000ffen)).toBe("R4@10000ffe");
  });
});
