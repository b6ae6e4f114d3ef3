/** What every kernel's bus owes its callers, whatever its search. */

import { describe, expect, test } from "vitest";
import { ioRead, ioWrite } from "../../../sim/kvm/access.ts";
import type { IoDevice } from "../../../sim/kvm/io-bus.ts";
import { U64 } from "../../../sim/kvm/u64.ts";
import { kernels } from "../../../sim/kvm/vm.ts";
import { B, TestMachine } from "../../cases/machine.ts";

const device = (): IoDevice => ({ takes: () => true, write: () => {} });
const range = (addr: number) => ({ addr: U64.of(addr), len: 4 });

describe.each(kernels)("the bus of %s", (kernel) => {
  const bus = () => new TestMachine(kernel).vm.bus("mmio");

  test("counts its devices, and loses none to the removal of a stranger", () => {
    const mmio = bus();
    mmio.register(range(0x1000), device());
    mmio.register(range(0x2000), device());
    mmio.unregister(device());
    expect(mmio.size).toBe(2);
  });

  test("leaves the buffer alone for a device that takes a read and has nothing to say", () => {
    const mmio = bus();
    const silent = device();
    mmio.register(range(0x1000), silent);
    const buffer = new Uint8Array(4).fill(7);
    expect(mmio.read(ioRead(0x1000, 4), buffer)).toBe(silent);
    expect(buffer).toEqual(new Uint8Array(4).fill(7));
  });
});

test.each([
  ["2.6.32", 6],
  ["upstream", 1000],
  ["ideal", 1000],
] as const)("a full bus of %s stays full when a stranger is removed", (kernel, limit) => {
  const mmio = new TestMachine(kernel).vm.bus("mmio");
  for (let i = 0; i < limit; i++) expect(mmio.register(range(8 * i), device())).toBe(0);
  mmio.unregister(device());
  expect(mmio.register(range(0x10000), device())).toBe(-28);
});

test("a step of each kernel's search is of the kind that it is priced by", () => {
  const steps = kernels.map((kernel) => new TestMachine(kernel).vm.bus("mmio").dispatcher.step);
  expect(steps).toEqual(["linear", "linear", "bsearch", "hash"]);
});

test.each(["v7", "2.6.32"] as const)("%s asks as many devices as stand before the one that takes", (kernel) => {
  const m = new TestMachine(kernel);
  const assign = (addr: bigint) => (kernel === "v7" ? m.iofd(addr, 4, m.e()) : m.mmio(addr, 4, { fd: m.e() }));
  for (let i = 0n; i < 5n; i++) assign(B + 8n * i);
  const mmio = m.vm.bus("mmio");
  const stepsTo = (addr: bigint): number => {
    mmio.find(ioWrite(addr, new Uint8Array(4)));
    return mmio.steps;
  };
  expect([stepsTo(B), stepsTo(B + 16n), stepsTo(B + 4n)]).toEqual([1, 3, 5]);
});

describe("the ideal bus", () => {
  const stepsTo = (m: TestMachine): number => {
    m.vm.bus("mmio").find(ioWrite(B, new Uint8Array(4)));
    return m.vm.bus("mmio").steps;
  };

  test("looks at one slot for one doorbell, and at none for a kind that nobody registered", () => {
    const [none, wildcard, datamatch, anyLength] = Array.from({ length: 4 }, () => new TestMachine("ideal"));
    wildcard!.mmio(B, 4, { fd: wildcard!.e() });
    datamatch!.mmio(B, 4, { fd: datamatch!.e(), dm: 0n });
    anyLength!.mmio(B, 0, { fd: anyLength!.e() });
    expect([none!, wildcard!, datamatch!, anyLength!].map(stepsTo)).toEqual([0, 1, 1, 1]);
  });

  test("adds what it looks at in its index of ranges", () => {
    const m = new TestMachine("ideal");
    m.mmio(B, 4, { fd: m.e() });
    m.iofd(0x1000n, 4, m.e());
    expect(stepsTo(m)).toBe(1 + 1); // the doorbell's slot, and a comparison with the range's end
  });

  test("compares an address with the ends of ranges, asks who covers it, and nobody in a gap", () => {
    const m = new TestMachine("ideal");
    const stepsAt = (gpa: bigint): number => {
      m.vm.bus("mmio").find(ioWrite(gpa, new Uint8Array(4)));
      return m.vm.bus("mmio").steps;
    };
    m.iofd(0x1000n, 4, m.e());
    expect([stepsAt(0x1000n), stepsAt(0x2000n)]).toEqual([2 + 1, 1]);
    m.iofd(0x1000n, 4, m.e()); // the same ends: nothing more to compare
    expect([stepsAt(0x1000n), stepsAt(0x2000n)]).toEqual([2 + 1, 1]);
    m.iofd(0x3000n, 4, m.e());
    expect(stepsAt(0x2000n)).toBe(2);
  });

  test.each([1n << 53n, 1n << 63n])("finds regions of one byte side by side from %i on, where doubles tie", (base) => {
    const m = new TestMachine("ideal");
    const fds = Array.from({ length: 8 }, () => m.e());
    fds.forEach((fd, i) => void m.iofd(base + BigInt(i), 1, fd));
    const found = fds.map((_, i) => [m.w(1, base + BigInt(i)), m.signals(...fds).indexOf(1)]);
    expect(found).toEqual(fds.map((_, i) => ["", i]));
    const mmio = m.vm.bus("mmio");
    const steps = fds.map((_, i) => {
      mmio.find(ioWrite(base + BigInt(i), new Uint8Array(1)));
      return mmio.steps;
    });
    expect(Math.max(...steps)).toBeLessThanOrEqual(4 + 1); // nine ends to search, and one region to ask
  });

  test("tells doorbells apart that differ in the upper half of the address alone", () => {
    const m = new TestMachine("ideal");
    const fd = m.e();
    const at = (high: number): bigint => (BigInt(high) << 32n) + B;
    for (let high = 0; high < 1000; high++) m.mmio(at(high), 4, { fd });
    const missed = Array.from({ length: 1000 }, (_, i) => m.w(4, at(1000 + i))).filter((exits) => exits !== "");
    expect([missed.length, m.take(fd)]).toEqual([1000, "EAGAIN"]);
  });
});
