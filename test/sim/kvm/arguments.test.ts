/** Misuse, by the names that the package exports: every call answers as the kernel does or throws `ArgumentError`. */

import { describe, expect, test } from "vitest";
import * as iofd from "../../../sim/index.ts";
import { ArgumentError, EventFd, FdTable, ioRead, ioWrite, U64, Vm } from "../../../sim/index.ts";
import { U64_MAX } from "../../cases/machine.ts";

const bytes = new Uint8Array(8);
const doorbell = { takes: () => false, write: () => {} };
const over = [-1, 2 ** 32, 0.5, Number.NaN, "1", 1n, null, undefined];
const notBigint = [0, "0", null, undefined, -1n, U64_MAX + 1n];
const notObject = [undefined, null, 7, "v7"];
const notBytes = ["12345678", [1, 2], new ArrayBuffer(64), null, undefined, 8];
const notFd = [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31) - 1, "3", 3n, null, undefined, {}];

type Misuse = [what: string, argument: string, call: (x: never, vm: Vm) => unknown, bad: readonly unknown[]];

const making: Misuse[] = [
  ["new Vm", "options", (x) => new Vm(x), notObject],
  ["new Vm", "kernel", (x) => new Vm({ kernel: x }), ["5.4", "toString", null, undefined, Symbol("v7"), ["v7"]]],
  ["new Vm", "deviceLimit", (x) => new Vm({ kernel: "v7", deviceLimit: x }), ["none", 6, true, null]],
  ["new Vm", "fds", (x) => new Vm({ kernel: "v7", fds: x }), [{}, 3, [], null]],
  ["new Vm", "fastMmio", (x) => new Vm({ kernel: "v7", fastMmio: x }), [1, "yes", null]],
  ["bus", "name", (x, vm) => vm.bus(x), ["ram", "__proto__", null, Object.create(null)]],
  ["new EventFd", "initval", (x) => new EventFd(x), [-1, 0.5, 2 ** 53, -1n, U64_MAX + 1n, "x", "", null]],
  ["new EventFd", "options", (x) => new EventFd(0, x), [null, 1]],
  ["new EventFd", "semaphore", (x) => new EventFd(0, { semaphore: x }), [1, "no"]],
  ["U64.of", "v", (x) => U64.of(x), [-1, 0.5, 2 ** 53, Number.NaN, -1n, U64_MAX + 1n, "1", null]],
  ["new U64", "hi", (x) => new U64(x, 0), [1n, null, "0"]],
  ["new U64", "lo", (x) => new U64(0, x), [1n, undefined, Symbol("0")]],
  ["plus", "n", (x) => U64.of(1).plus(x), [1n, 0.5, 2 ** 53, "1"]],
];

const descriptors: Misuse[] = [
  ["eventfd", "initval", (x, vm) => vm.eventfd(x, 0), over],
  ["eventfd", "flags", (x, vm) => vm.eventfd(0, x), over],
  ["dup", "fd", (x, vm) => vm.dup(x), notFd],
  ["close", "fd", (x, vm) => vm.close(x), notFd],
  ["poll", "fd", (x, vm) => vm.poll(x), notFd],
  ["read", "fd", (x, vm) => vm.read(x, bytes), notFd],
  ["read", "buffer", (x, vm) => vm.read(3, x), notBytes],
  ["write", "fd", (x, vm) => vm.write(x, bytes), notFd],
  ["write", "buffer", (x, vm) => vm.write(3, x), notBytes],
  ["eventFdOf", "fd", (x, vm) => vm.eventFdOf(x), [...notFd, -1, 4, 99]],
  ["FdTable.open", "file", (x) => new FdTable().open(x), [null, {}, new EventFd()]],
  ["FdTable.file", "fd", (x) => new FdTable().file(x), notFd],
  ["FdTable.eventfd", "fd", (x) => new FdTable().eventfd(x), notFd],
  ["FdTable.dup", "fd", (x) => new FdTable().dup(x), notFd],
  ["FdTable.close", "fd", (x) => new FdTable().close(x), notFd],
  ["EventFd.write", "v", (x) => new EventFd().write(x), [U64_MAX, ...notBigint]],
  ["addWaiter", "waiter", (x) => new EventFd().addWaiter(x), [null, {}, () => {}, { wake() {}, hangUp: 1 }]],
  ["claim", "waiter", (x) => new EventFd().claim(x), [null, undefined, { hangUp() {} }]],
  ["errnoName", "result", (x) => iofd.errnoName(x), ["EBADF", -9n, null]],
];

const requests: Misuse[] = [
  ["ioctl", "request", (x, vm) => vm.ioctl(x, null), [...over, "KVM_IOFD"]],
  ["ioctl", "argument", (x, vm) => vm.ioctl(iofd.KVM_IOEVENTFD, x), [new Uint8Array(63), {}, 0, undefined]],
  ["ioctl", "argument", (x, vm) => vm.ioctl(iofd.KVM_SET_GSI_ROUTING, x), [Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)]],
  ["encodeIofd", "args", (x) => iofd.encodeIofd(x), notObject],
  ["encodeIoeventfd", "args", (x) => iofd.encodeIoeventfd(x), notObject],
  ["encodeIrqfd", "args", (x) => iofd.encodeIrqfd(x), notObject],
  ["encodeCoalescedZone", "args", (x) => iofd.encodeCoalescedZone(x), notObject],
  ["encodeGsiRouting", "args", (x) => iofd.encodeGsiRouting(x), notObject],
  ["encodeGsiRouting", "entries", (x) => iofd.encodeGsiRouting({ entries: x }), [null, {}, "", [null], [1]]],
  ["encodeGsiRouting", "gsi", (x) => iofd.encodeGsiRouting({ entries: [{ gsi: x, type: 1 }] }), [undefined, "1"]],
  ["encodeGsiRouting", "type", (x) => iofd.encodeGsiRouting({ entries: [{ gsi: 1, type: x }] }), [null, 1n]],
  ["decodeIofd", "bytes", (x) => iofd.decodeIofd(x), [new Uint8Array(31), ...notBytes]],
  ["decodeIoeventfd", "bytes", (x) => iofd.decodeIoeventfd(x), [new Uint8Array(63), ...notBytes]],
  ["decodeIrqfd", "bytes", (x) => iofd.decodeIrqfd(x), [new Uint8Array(31), ...notBytes]],
  ["decodeCoalescedZone", "bytes", (x) => iofd.decodeCoalescedZone(x), [new Uint8Array(15), ...notBytes]],
  ["decodeGsiRouting", "bytes", (x) => iofd.decodeGsiRouting(x), [new Uint8Array(7), ...notBytes]],
];

const structs = [
  [iofd.encodeIofd, { addr: 0n, len: 4, fd: 3, flags: 0 }],
  [iofd.encodeIoeventfd, { datamatch: 0n, addr: 0n, len: 4, fd: 3, flags: 0 }],
  [iofd.encodeIrqfd, { fd: 3, gsi: 1, flags: 0, resamplefd: 0 }],
  [iofd.encodeCoalescedZone, { addr: 0n, size: 8, pio: 0 }],
  [iofd.encodeGsiRouting, { flags: 0, entries: [] }],
] as const;
const notU64 = [-1n, U64_MAX + 1n, 0, "0"];
const not32Bits = [2 ** 32, -(2 ** 31) - 1, 0.5, Number.NaN, 4n, "4"];
const fields: Misuse[] = structs.flatMap(([encode, args]) =>
  Object.entries(args).map(([field, value]) => {
    const call = (x: never) => encode({ ...args, [field]: x } as never);
    return [encode.name, field, call, typeof value === "bigint" ? notU64 : not32Bits] satisfies Misuse;
  }),
);

const spaces = ["ram", "", null, undefined, Symbol("mmio")];
const sizes = [0n, -4096n, 100n, 4096, U64_MAX, null];
const guest: Misuse[] = [
  ["addRam", "gpa", (x, vm) => vm.addRam(x, 4096n), [...notBigint, 1n, 4095n]],
  ["addRam", "size", (x, vm) => vm.addRam(0x1000n, x), sizes],
  ["addRam", "size", (x, vm) => vm.addRam(U64_MAX - 4095n, x), [8192n]],
  ["store", "access", (x, vm) => vm.store(x), notObject],
  ["store", "space", (x, vm) => vm.store({ space: x, gpa: 0n, data: bytes }), spaces],
  ["store", "gpa", (x, vm) => vm.store({ space: "mmio", gpa: x, data: bytes }), notBigint],
  ["store", "gpa", (x, vm) => vm.store({ space: "pio", gpa: x, data: bytes }), notBigint],
  ["store", "data", (x, vm) => vm.store({ space: "mmio", gpa: 0n, data: x }), [...notBytes, new Uint8Array(4097)]],
  ["store", "data", (x, vm) => vm.store({ space: "pio", gpa: 0n, data: x }), [new Uint8Array(3), new Uint8Array(0)]],
  ["load", "access", (x, vm) => vm.load(x), notObject],
  ["load", "space", (x, vm) => vm.load({ space: x, gpa: 0n, len: 4 }), spaces],
  ["load", "gpa", (x, vm) => vm.load({ space: "mmio", gpa: x, len: 4 }), notBigint],
  ["load", "len", (x, vm) => vm.load({ space: "mmio", gpa: 0n, len: x }), [0, 4097, 1.5, 4n, "4", null]],
  ["load", "len", (x, vm) => vm.load({ space: "pio", gpa: 0n, len: x }), [0, 3, 9, 4n, Symbol("4")]],
  ["load", "answer", (x, vm) => vm.load({ space: "mmio", gpa: 0n, len: 4, answer: x }), [5, {}, new Uint8Array(3)]],
  [
    "load",
    "answer",
    (x, vm) => vm.load({ space: "mmio", gpa: 0n, len: 4, answer: () => x }),
    [null, new Uint8Array(3)],
  ],
  ["ring", "ring", (x, vm) => (vm.ring = x), notObject],
  ["ring", "ring.first", (x, vm) => (vm.ring.first = x), over],
  ["ring", "ring.last", (x, vm) => (vm.ring = { first: 1, last: x }), over],
  ["eoi", "gsi", (x, vm) => vm.eoi(x), over],
  ["ioWrite", "gpa", (x) => ioWrite(x, bytes), [-1, 0.5, -1n, "0", null]],
  ["ioWrite", "data", (x) => ioWrite(0, x), [...notBytes, new Uint8Array(9)]],
  ["ioRead", "gpa", (x) => ioRead(x, 4), [-1, U64_MAX + 1n]],
  ["ioRead", "len", (x) => ioRead(0, x), [9, -1, 0.5, 4n, null]],
  ["register", "range", (x, vm) => vm.bus("mmio").register(x, doorbell), notObject],
  ["register", "addr", (x, vm) => vm.bus("mmio").register({ addr: x, len: 4 }, doorbell), [0, 0n, null]],
  ["register", "len", (x, vm) => vm.bus("mmio").register({ addr: U64.of(0), len: x }, doorbell), over],
  ["register", "device", (x, vm) => vm.bus("pio").register({ addr: U64.of(0), len: 4 }, x), [null, {}, { takes() {} }]],
];

/** A VM with an interrupt controller and the descriptors 3, an eventfd, and 4, which is none. */
function someVm(kernel: iofd.Kernel): Vm {
  const vm = new Vm({ kernel });
  vm.ioctl(iofd.KVM_CREATE_IRQCHIP, null);
  vm.eventfd(0, 0);
  vm.openNull();
  return vm;
}

function thrownBy(call: Misuse[2], value: unknown, kernel: iofd.Kernel): unknown {
  try {
    call(value as never, someVm(kernel));
  } catch (error) {
    return error;
  }
  return null;
}

const everything = [...making, ...descriptors, ...requests, ...fields, ...guest];
const junk = [...notObject, ...notFd, ...over, ...notBigint, ...notBytes, ...spaces, ...sizes, true, 1e300, 2n ** 99n];
const strange = [Object.create(null), [], [1], () => {}, new Date(0), new Float64Array(8), new Uint8Array(0), bytes];

describe("what no program in C could pass throws an ArgumentError that names it", () => {
  test.each(everything)("%s: %s", (_, argument, call, bad) => {
    for (const value of bad) {
      const error = thrownBy(call, value, "upstream");
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error).toMatchObject({
        name: "ArgumentError",
        argument,
        message: expect.stringMatching(`^${argument}: `),
      });
    }
  });

  test.each(iofd.kernels)("on %s nothing else is ever thrown, whatever is passed", (kernel) => {
    const others = everything.flatMap(([what, , call]) =>
      [...junk, ...strange]
        .map((value) => thrownBy(call, value, kernel))
        .filter((error) => error !== null && !(error instanceof ArgumentError))
        .map((error) => `${what}: ${error}`),
    );
    expect(others).toEqual([]);
  });

  test.each<[message: string, call: (vm: Vm) => unknown]>([
    [
      'kernel: expected one of "v7", "2.6.32", "upstream", "ideal", not "5.4"',
      () => new Vm({ kernel: "5.4" as never }),
    ],
    ["options: expected an object, not null", () => new Vm(null as never)],
    ["fds: expected one of type FdTable, not object", () => new Vm({ kernel: "v7", fds: {} as never })],
    ["fastMmio: expected true or false, not 1", () => new Vm({ kernel: "v7", fastMmio: 1 as never })],
    ["fd: expected an int, not 0.5", (vm) => vm.close(0.5)],
    ["fd: 4 is not an eventfd", (vm) => vm.eventFdOf(4)],
    ["initval: expected an unsigned 32-bit number, not -1", (vm) => vm.eventfd(-1, 0)],
    ["buffer: expected a Uint8Array, not undefined", (vm) => vm.read(3, undefined as never)],
    ["argument: expected 64 bytes or more, not 8", (vm) => vm.ioctl(iofd.KVM_IOEVENTFD, bytes)],
    ["gpa: expected a bigint from 0 to 2^64-1, not -1", (vm) => vm.addRam(-1n, 4096n)],
    ["gpa: 1 is not the address of a page", (vm) => vm.addRam(1n, 4096n)],
    ["size: expected whole pages, as a bigint, that end by 2^64, not 100", (vm) => vm.addRam(0n, 100n)],
    ["len: a port access has 1, 2, 4 or 8 bytes, not 3", (vm) => vm.load({ space: "pio", gpa: 0n, len: 3 })],
    ["len: a memory access has 1 to 4096 bytes, not 0", (vm) => vm.load({ space: "mmio", gpa: 0n, len: 0 })],
    ["len: expected a number of 32 bits, not 4294967296", () => iofd.encodeIofd({ addr: 0n, len: 2 ** 32, fd: 0 })],
    ["len: a bus access has 0 to 8 bytes, not 9", () => ioRead(0, 9)],
    ["gpa: expected a bigint, or a number from 0 to 2^53-1, not -1", () => ioRead(-1, 4)],
    ["n: expected a safe integer, not 0.5", () => U64.of(1).plus(0.5)],
    ["v: an eventfd takes 0 to 2^64-2, not 18446744073709551615", () => new EventFd().write(U64_MAX)],
    ["waiter: wake is not a method", () => new EventFd().addWaiter({} as never)],
    ['result: expected a number, not "EBADF"', () => iofd.errnoName("EBADF" as never)],
  ])("the message says what was expected and what came: %s", (message, call) => {
    expect(() => call(someVm("upstream"))).toThrow(new ArgumentError(...(message.split(/: (.*)/) as [string, string])));
  });

  test("a setting that is refused leaves the ring as it was", () => {
    const vm = someVm("upstream");
    expect(() => (vm.ring = { first: 1, last: -1 })).toThrow(ArgumentError);
    expect({ first: vm.ring.first, last: vm.ring.last }).toEqual({ first: 0, last: 0 });
  });
});

describe("what a program in C can pass has the kernel's answer", () => {
  test("a load whose answer has bytes to spare takes those it needs", () => {
    const answer = Uint8Array.of(1, 2, 3);
    const { data } = someVm("upstream").load({ space: "mmio", gpa: 1n, len: 2, answer });
    expect(data).toEqual(Uint8Array.of(1, 2));
  });

  test("two pieces of RAM must not overlap", () => {
    const vm = someVm("upstream");
    vm.addRam(0x1000n, 0x2000n);
    expect(() => vm.addRam(0x2000n, 0x1000n)).toThrow(/^gpa: there is RAM from 4096 to 12288 already$/);
    expect(() => vm.addRam(0n, 0x2000n)).toThrow(/^gpa: /);
    vm.addRam(0x3000n, 0x1000n);
    vm.addRam(0n, 0x1000n);
    vm.addRam(U64_MAX - 4095n, 4096n);
  });

  test("a descriptor is looked up as an int: -2^31 and 2^31-1 are EBADF, and so is a closed one, twice", () => {
    const vm = someVm("upstream");
    expect([vm.close(-(2 ** 31)), vm.close(2 ** 31 - 1), vm.close(3), vm.close(3)]).toEqual([-9, -9, 0, -9]);
    expect([vm.close(4), vm.close(4), vm.poll(0)]).toEqual([0, -9, iofd.pollBits.POLLNVAL]);
  });

  test("a descriptor of another VM's process is EBADF here", () => {
    const theirs = someVm("upstream").eventfd(0, 0);
    expect(someVm("v7").ioctl(iofd.KVM_IOFD, iofd.encodeIofd({ addr: 0n, len: 4, fd: theirs }))).toBe(-9);
  });

  test("routes are counted before they are read: nr beyond 4096 is EINVAL, however short the buffer", () => {
    const vm = someVm("upstream");
    expect(vm.ioctl(iofd.KVM_SET_GSI_ROUTING, Uint8Array.of(1, 16, 0, 0, 0, 0, 0, 0))).toBe(-22);
    expect(vm.ioctl(iofd.KVM_SET_GSI_ROUTING, Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0))).toBe(-22);
  });

  test("sizes of 2^32-1 bytes are accepted where the kernel accepts them", () => {
    const vm = new Vm({ kernel: "ideal" });
    const [addr, len, fd] = [0n, 0xffffffff, vm.eventfd(0, 0)];
    expect([
      vm.ioctl(iofd.KVM_IOFD, iofd.encodeIofd({ addr, len, fd })),
      vm.ioctl(iofd.KVM_IOEVENTFD, iofd.encodeIoeventfd({ addr, len, fd })),
      vm.ioctl(iofd.KVM_REGISTER_COALESCED_MMIO, iofd.encodeCoalescedZone({ addr, size: len })),
    ]).toEqual([0, -22, 0]);
    expect(vm.store({ space: "mmio", gpa: 0xfffffffen, data: bytes.subarray(0, 1) })).toEqual([]);
    expect(vm.poll(fd)).toBe(iofd.pollBits.POLLIN | iofd.pollBits.POLLOUT);
  });
});
