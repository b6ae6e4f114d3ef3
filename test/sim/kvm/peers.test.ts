import { describe, expect, test } from "vitest";
import type { Kernel } from "../../../sim/kvm/vm.ts";
import { B, little, TestMachine } from "../../cases/machine.ts";

const modern: readonly Kernel[] = ["upstream", "ideal"];

describe.each(modern)("what other test suites hold, on %s", (kernel) => {
  /** BAR offsets and data of pci-testdev; MMIO tests are 0 to 2, port tests 3 to 5. */
  const pciTests = [
    { name: "mmio no-eventfd", space: "mmio", offset: 2048n, data: 0xfan, kind: "none" },
    { name: "mmio wildcard-eventfd", space: "mmio", offset: 2049n, data: 0xcen, kind: "wildcard" },
    { name: "mmio datamatch-eventfd", space: "mmio", offset: 2050n, data: 0xfan, kind: "datamatch" },
    { name: "portio no-eventfd", space: "pio", offset: 131n, data: 0xfan, kind: "none" },
    { name: "portio wildcard-eventfd", space: "pio", offset: 132n, data: 0xcen, kind: "wildcard" },
    { name: "portio datamatch-eventfd", space: "pio", offset: 133n, data: 0xfan, kind: "datamatch" },
  ] as const;

  test.each(pciTests)(
    "pci-testdev $name: of 16 writes all are swallowed, or all are emulated",
    ({ space, offset, data, kind }) => {
      const m = new TestMachine(kernel);
      const fd = m.e();
      const gpa = (space === "mmio" ? B : 0xc000n) + offset;
      const length = kind === "wildcard" && space === "mmio" ? 0 : 1;
      const bell = kind === "datamatch" ? { fd, dm: data } : { fd };
      if (kind !== "none") expect(space === "mmio" ? m.mmio(gpa, length, bell) : m.pio(gpa, length, bell)).toBe("0");
      let emulated = 0;
      for (let i = 0; i < 16; i++) emulated += m.vm.store({ space, gpa, data: little(data, 1) }).length;
      expect(emulated).toBe(kind === "none" ? 16 : 0);
      expect(m.signals(fd)).toEqual([16 - emulated]);
    },
  );

  test("kvm-ioctls: one eventfd serves ports and memory, with every width of datamatch", () => {
    const m = new TestMachine(kernel);
    const fd = m.e();
    expect(m.deassign(0xf4n, 0, { fd, flags: 2 })).toBe("ENOENT");
    expect(m.deassign(0x1000n, 0, { fd })).toBe("ENOENT");
    expect([
      m.pio(0xf4n, 0, { fd }),
      m.mmio(0x1000n, 0, { fd }),
      m.pio(0xc1n, 1, { fd, dm: 0x7fn }),
      m.pio(0xc2n, 2, { fd, dm: 0x1337n }),
      m.pio(0xc4n, 4, { fd, dm: 0xdeadbeefn }),
      m.pio(0xc8n, 8, { fd, dm: 0xdeadbeefdeadbeefn }),
    ]).toEqual(Array(6).fill("0"));
    expect([m.deassign(0xf4n, 0, { fd, flags: 2 }), m.deassign(0x1000n, 0, { fd })]).toEqual(["0", "0"]);
    expect([m.mmio(0x1000n, 2, { fd, dm: 0x1337n }), m.deassign(0x1000n, 2, { fd, dm: 0x1337n })]).toEqual(["0", "0"]);
  });

  test("kvm-ioctls: a coalesced port write waits, and exits after the zone is gone", () => {
    const m = new TestMachine(kernel);
    m.zone(0x2cn, 1, 1);
    expect(m.out(1, 0x2cn, 0x39n)).toBe("");
    expect(m.vm.coalesced()).toEqual([{ gpa: 0x2cn, len: 1, data: Uint8Array.of(0x39), pio: true }]);
    m.unzone(0x2cn, 1, 1);
    expect(m.vm.store({ space: "pio", gpa: 0x2cn, data: Uint8Array.of(0x39) })).toEqual([
      { reason: "io", gpa: 0x2cn, len: 1, data: Uint8Array.of(0x39), write: true },
    ]);
  });

  test("kvm-ioctls: a coalesced memory write waits, and exits after the zone is gone", () => {
    const m = new TestMachine(kernel);
    m.zone(0x124n, 2);
    m.w(2, 0x124n, 0x39n);
    expect(m.vm.coalesced()).toEqual([{ gpa: 0x124n, len: 2, data: Uint8Array.of(0x39, 0), pio: false }]);
    m.unzone(0x124n, 2);
    expect(m.w(2, 0x124n, 0x39n)).toBe("W2@124");
  });

  test("kvm-ioctls: the run of a guest exits for every access, in the order of its program", () => {
    const m = new TestMachine(kernel);
    expect([m.out(1, 0x3f8n, 0x35n), m.in(1, 0x3f8n), m.w(1, 0x8000n), m.r(1, 0x8000n)]).toEqual([
      "OUT1@3f8",
      "IN1@3f8",
      "W1@8000",
      "R1@8000",
    ]);
  });

  test("crosvm: to unregister a tuple that differs in address or value is an error, and the events stay apart", () => {
    const m = new TestMachine(kernel);
    const [e1, e2] = [m.e(), m.e()];
    m.pio(0x1000n, 0, { fd: e1 });
    m.mmio(0x1000n, 0, { fd: e2 });
    expect(m.deassign(0x1004n, 1, { fd: e2, dm: 0x7fn })).toBe("ENOENT");
    expect([m.out(1, 0x1000n), m.w(1, 0x1000n), m.out(1, 0x1001n)]).toEqual(["", "", "OUT1@1001"]);
    expect(m.signals(e1, e2)).toEqual([1, 1]);
  });

  test("selftests userspace_io_test: 8192 string elements from a port are 8192 answered reads", () => {
    const m = new TestMachine(kernel);
    for (let i = 0; i < 8192; i++) {
      const { data, exits } = m.vm.load({ space: "pio", gpa: 0x80n, len: 1, answer: Uint8Array.of(0xaa) });
      if (data[0] !== 0xaa || exits.length !== 1) throw new Error(`element ${i}`);
    }
  });

  test("Firecracker virtio-mmio: one doorbell a queue at QUEUE_NOTIFY, told apart by the queue's index", () => {
    const m = new TestMachine(kernel);
    const queues = [m.e(), m.e(), m.e()];
    for (const [index, fd] of queues.entries()) m.mmio(B + 0x50n, 4, { fd, dm: BigInt(index) });
    for (const index of [2n, 0n, 2n]) expect(m.w(4, B + 0x50n, index)).toBe("");
    expect(m.w(4, B + 0x50n, 3n)).toBe("W4@10000050");
    expect(m.signals(...queues)).toEqual([1, 0, 2]);
  });
});
