import { describe, expect, test } from "vitest";
import { KVM_CREATE_IRQCHIP } from "../../../sim/kvm/abi.ts";
import { ioRead } from "../../../sim/kvm/access.ts";
import { kernels } from "../../../sim/kvm/vm.ts";
import { TestMachine, U64_MAX, word } from "../../cases/machine.ts";

const create = (m: TestMachine): string => word(m.vm.ioctl(KVM_CREATE_IRQCHIP, null));

describe.each(kernels)("the interrupt controllers' registers on %s", (kernel) => {
  test("take what lies within them, and nothing before, after or round the end of memory", () => {
    const m = new TestMachine(kernel);
    expect(create(m)).toBe("0");
    expect([m.out(1, 0x20n), m.out(1, 0x4d1n), m.w(4, 0xfec000fcn)]).toEqual(["", "", ""]);
    expect([m.out(1, 0x1fn), m.out(1, 0x22n), m.w(4, 0xfec00100n)]).toEqual(["OUT1@1f", "OUT1@22", "W4@fec00100"]);
    expect(m.w(4, U64_MAX - 3n)).toBe("W4@fffffffffffffffc");
  });

  test("read as zeros, whatever the kernel's buffer held", () => {
    const m = new TestMachine(kernel);
    create(m);
    const buffer = new Uint8Array(4).fill(0xff);
    m.vm.bus("mmio").read(ioRead(0xfec00000, 4), buffer);
    expect(buffer).toEqual(new Uint8Array(4));
  });
});

test("on 2.6.32 a bus without room for all of them is ENOSPC and keeps none; with room they are created", () => {
  const m = new TestMachine("2.6.32");
  const fd = m.e();
  for (let port = 0n; port < 4n; port++) expect(m.pio(0x80n + port, 1, { fd })).toBe("0");
  expect([create(m), m.vm.bus("pio").size, m.out(1, 0x20n)]).toEqual(["ENOSPC", 4, "OUT1@20"]);
  expect(m.deassign(0x80n, 1, { fd })).toBe("0");
  expect([create(m), m.vm.bus("pio").size, m.out(1, 0x20n)]).toEqual(["0", 6, ""]);
});
