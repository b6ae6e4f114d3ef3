import { describe, expect, test } from "vitest";
import { KVM_IOFD } from "../../../sim/kvm/abi.ts";
import { errnoName } from "../../../sim/kvm/errno.ts";
import { FdTable } from "../../../sim/kvm/fd-table.ts";
import {
  decodeCoalescedZone,
  decodeGsiRouting,
  decodeIoeventfd,
  decodeIofd,
  decodeIrqfd,
  encodeCoalescedZone,
  encodeGsiRouting,
  encodeIoeventfd,
  encodeIofd,
  encodeIrqfd,
} from "../../../sim/kvm/structs.ts";
import { type Kernel, kernels, Vm } from "../../../sim/kvm/vm.ts";
import { U64_MAX } from "../../cases/machine.ts";

describe("the ABI", () => {
  test("struct kvm_iofd has 32 bytes: addr, len, fd, flags, pad", () => {
    const bytes = encodeIofd({ addr: 0x1122334455667788n, len: 4, fd: -1, flags: 3 });
    expect(Buffer.from(bytes).toString("hex")).toBe(`887766554433221104000000ffffffff03000000${"00".repeat(12)}`);
    expect(decodeIofd(bytes)).toEqual({ addr: 0x1122334455667788n, len: 4, fd: -1, flags: 3 });
  });

  test("struct kvm_ioeventfd has 64 bytes: datamatch, addr, len, fd, flags, pad", () => {
    const args = { datamatch: U64_MAX, addr: 0x10n, len: 8, fd: 7, flags: 0x80000001 };
    const bytes = encodeIoeventfd(args);
    expect(Buffer.from(bytes).toString("hex")).toBe(
      `ffffffffffffffff10000000000000000800000007000000010000${"80"}${"00".repeat(36)}`,
    );
    expect(decodeIoeventfd(bytes)).toEqual(args);
  });

  test("struct kvm_irqfd has 32 bytes, a coalesced zone 16, a routing 8 and 48 an entry", () => {
    const irqfd = { fd: 3, gsi: 24, flags: 2, resamplefd: -1 };
    expect([encodeIrqfd(irqfd).length, decodeIrqfd(encodeIrqfd(irqfd))]).toEqual([32, irqfd]);
    const zone = { addr: U64_MAX, size: 0xffffffff, pio: 1 };
    expect([encodeCoalescedZone(zone).length, decodeCoalescedZone(encodeCoalescedZone(zone))]).toEqual([16, zone]);
    const routing = {
      flags: 0,
      entries: [
        { gsi: 1, type: 1 },
        { gsi: 2, type: 2 },
      ],
    };
    expect([encodeGsiRouting(routing).length, decodeGsiRouting(encodeGsiRouting(routing))]).toEqual([
      104,
      { ...routing, nr: 2 },
    ]);
  });

  test("a routing that says more entries than there are bytes for is decoded as far as it goes", () => {
    const bytes = encodeGsiRouting({ flags: 3, entries: [{ gsi: 7, type: 2 }] });
    bytes[0] = 5;
    expect(decodeGsiRouting(bytes)).toEqual({ nr: 5, flags: 3, entries: [{ gsi: 7, type: 2 }] });
    expect(decodeGsiRouting(bytes.subarray(0, 55)).entries).toEqual([]);
  });

  test("a field of 32 bits takes -2^31 to 2^32-1", () => {
    expect(decodeIofd(encodeIofd({ addr: 0n, len: 0xffffffff, fd: -(2 ** 31) }))).toMatchObject({
      len: 0xffffffff,
      fd: -(2 ** 31),
    });
  });

  test("an argument may be a view into a larger buffer, and longer than the struct", () => {
    const vm = new Vm({ kernel: "v7" });
    const big = new Uint8Array(100).fill(0xff);
    big.set(encodeIofd({ addr: 0x1000n, len: 4, fd: vm.eventfd(0, 0) }), 3);
    expect(vm.ioctl(KVM_IOFD, big.subarray(3))).toBe(0);
  });

  test.each<[Kernel, number[]]>([
    ["v7", [0x4020ae78]],
    ["2.6.32", [0x4040ae79]],
    ["upstream", [0x4040ae79]],
    ["ideal", [0x4020ae78, 0x4040ae79]],
  ])("%s knows the requests it should; another is ENOTTY, whatever its argument", (kernel, known) => {
    const vm = new Vm({ kernel });
    for (const request of [0x4020ae78, 0x4040ae79])
      expect(vm.ioctl(request, null)).toBe(known.includes(request) ? -14 : -25);
    expect(vm.ioctl(0xae01, new Uint8Array(0))).toBe(-25);
  });

  test("errnos have names; 0 and unknown numbers have none", () => {
    expect([errnoName(-9), errnoName(17), errnoName(0), errnoName(-9999)]).toEqual(["EBADF", "EEXIST", null, null]);
  });

  test("two VMs share descriptors if they share the table, and only then", () => {
    const fds = new FdTable();
    const [a, b, c] = [new Vm({ kernel: "upstream", fds }), new Vm({ kernel: "v7", fds }), new Vm({ kernel: "ideal" })];
    const fd = a.eventfd(5, 0);
    expect([b.eventFdOf(fd), c.poll(fd)]).toEqual([a.eventFdOf(fd), 32]);
    expect(kernels).toEqual(["v7", "2.6.32", "upstream", "ideal"]);
  });
});
