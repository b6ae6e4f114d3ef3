import { describe, expect, test } from "vitest";
import { KVM_CREATE_IRQCHIP, KVM_DEASSIGN_IRQFD, KVM_SET_GSI_ROUTING } from "../../../sim/kvm/abi.ts";
import { encodeGsiRouting } from "../../../sim/kvm/structs.ts";
import { TestMachine, word } from "../../cases/machine.ts";

const [DEASSIGN, RESAMPLE] = [1, 2];
const [PIN, MSI] = [1, 2];

function withIrqchip(options: ConstructorParameters<typeof TestMachine>[1] = {}): TestMachine {
  const m = new TestMachine("upstream", options);
  expect(m.vm.ioctl(KVM_CREATE_IRQCHIP, null)).toBe(0);
  return m;
}

describe("KVM_IRQFD on upstream", () => {
  test("before an in-kernel irqchip exists assign is EINVAL", () => {
    const m = new TestMachine("upstream");
    expect(m.irqfd(m.e(), 4)).toBe("EINVAL");
  });

  test("a second KVM_CREATE_IRQCHIP is EEXIST", () => {
    expect(withIrqchip().vm.ioctl(KVM_CREATE_IRQCHIP, null)).toBe(-17);
  });

  test.each([4, 5, 0x80000000])("flags %i are EINVAL", (flags) => {
    const m = withIrqchip();
    expect(m.irqfd(m.e(), 4, flags)).toBe("EINVAL");
  });

  test("a bad descriptor is EBADF, another file EINVAL, for assign and deassign", () => {
    const m = withIrqchip();
    const nul = m.vm.openNull();
    expect([m.irqfd(-1, 4), m.irqfd(nul, 4), m.irqfd(-1, 4, DEASSIGN), m.irqfd(nul, 4, DEASSIGN)]).toEqual([
      "EBADF",
      "EINVAL",
      "EBADF",
      "EINVAL",
    ]);
  });

  test("a bad resamplefd is EBADF, another file EINVAL", () => {
    const m = withIrqchip();
    expect(m.irqfd(m.e(), 4, RESAMPLE, 0xffffffff)).toBe("EBADF");
    expect(m.irqfd(m.e(), 4, RESAMPLE, 2147483647)).toBe("EBADF");
    expect(m.irqfd(m.e(), 4, RESAMPLE, m.vm.openNull())).toBe("EINVAL");
  });

  test("one eventfd serves one irqfd: the same again is EBUSY, with this gsi, another gsi, or in another VM", () => {
    const m = withIrqchip();
    const other = withIrqchip({ fds: m.vm.fds });
    const fd = m.e();
    expect(m.irqfd(fd, 10)).toBe("0");
    expect([m.irqfd(fd, 10), m.irqfd(fd, 11), other.irqfd(fd, 12)]).toEqual(["EBUSY", "EBUSY", "EBUSY"]);
    for (const gsi of [11, 12, 13, 14, 10]) expect(m.irqfd(fd, gsi, DEASSIGN)).toBe("0");
    expect(other.irqfd(fd, 12)).toBe("0");
  });

  test("several eventfds may share a gsi, and a gsi without a route is accepted", () => {
    const m = withIrqchip();
    expect([m.irqfd(m.e(), 4), m.irqfd(m.e(), 4), m.irqfd(m.e(), 5000)]).toEqual(["0", "0", "0"]);
  });

  test("deassign is 0 whether it matches, does not match, or was done already", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.irqfd(fd, 4);
    expect(m.irqfd(fd, 5, DEASSIGN)).toBe("0");
    expect(m.irqfd(fd, 5)).toBe("EBUSY"); // it is still bound
    expect([m.irqfd(fd, 4, DEASSIGN), m.irqfd(fd, 4, DEASSIGN)]).toEqual(["0", "0"]);
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([]);
  });

  test("closing one of several descriptors keeps the binding; closing the last detaches it", () => {
    const m = withIrqchip();
    const fd = m.e();
    const eventfd = m.vm.eventFdOf(fd);
    m.irqfd(fd, 4);
    const copy = m.vm.dup(fd);
    m.vm.close(fd);
    expect(m.irqfd(copy, 4)).toBe("EBUSY");
    m.vm.close(copy);
    eventfd.signal();
    expect(m.vm.interrupts()).toEqual([]);
    expect(eventfd.count).toBe(1n);
  });

  test("a write is an interrupt, and the counter is drained: a following read is EAGAIN", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.irqfd(fd, 4);
    m.put(fd, 3n);
    expect(m.vm.interrupts()).toEqual([4]);
    expect(m.vm.interrupts()).toEqual([]);
    expect(m.take(fd)).toBe("EAGAIN");
  });

  test("a doorbell whose eventfd is an irqfd is an interrupt without any userspace", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.pio(0x80n, 1, { fd });
    m.irqfd(fd, 9);
    for (let i = 0; i < 2; i++) m.out(1, 0x80n);
    expect(m.vm.interrupts()).toEqual([9, 9]);
  });

  test("a count that is pending at assign is injected at once and stays; the next write drains all of it", () => {
    const m = withIrqchip();
    const fd = m.vm.eventfd(7, 0);
    m.irqfd(fd, 4);
    expect(m.vm.interrupts()).toEqual([4]);
    expect(m.vm.eventFdOf(fd).count).toBe(7n);
    m.put(fd, 7n);
    expect(m.vm.interrupts()).toEqual([4]);
    expect(m.take(fd)).toBe("EAGAIN");
  });

  test("pending 7 at assign: a read still gives 7", () => {
    const m = withIrqchip();
    const fd = m.vm.eventfd(7, 0);
    m.irqfd(fd, 4);
    expect(m.take(fd)).toBe(7n);
  });

  test("a gsi without a route injects nothing, and the counter is drained all the same", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.irqfd(fd, 5000);
    m.put(fd, 1n);
    expect([m.vm.interrupts(), m.take(fd)]).toEqual([[], "EAGAIN"]);
  });

  test("KVM_SET_GSI_ROUTING replaces the routes", () => {
    const m = withIrqchip();
    const [low, high] = [m.e(), m.e()];
    m.irqfd(low, 4);
    m.irqfd(high, 100);
    expect(m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: [{ gsi: 100, type: 2 }] }))).toBe(0);
    m.put(low, 1n);
    m.put(high, 1n);
    expect(m.vm.interrupts()).toEqual([100]);
    expect(m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ flags: 1, entries: [] }))).toBe(-22);
    expect(m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: [{ gsi: 4096, type: 2 }] }))).toBe(-22);
  });

  test("routing: one gsi may lead to several chips, or to one message; other types than these two are EINVAL", () => {
    const m = withIrqchip();
    const route = (...entries: [gsi: number, type: number][]): number =>
      m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: entries.map(([gsi, type]) => ({ gsi, type })) }));
    expect([route([5, PIN], [5, PIN]), route([5, MSI], [6, MSI]), route([5, PIN], [6, MSI], [7, PIN])]).toEqual([
      0, 0, 0,
    ]);
    expect([route([5, MSI], [5, MSI]), route([5, PIN], [5, MSI])]).toEqual([-22, -22]);
    expect(route([6, MSI], [5, MSI], [5, PIN])).toBe(-22);
    expect([route([5, 0]), route([5, PIN], [6, 9])]).toEqual([-22, -22]);
  });

  test("routing: 4096 entries are accepted, 4097 are EINVAL, and so is any before an irqchip exists", () => {
    const entries = Array.from({ length: 4096 }, (_, gsi) => ({ gsi, type: PIN }));
    expect(withIrqchip().vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries }))).toBe(0);
    const more = encodeGsiRouting({ entries: [...entries, { gsi: 0, type: PIN }] });
    expect(withIrqchip().vm.ioctl(KVM_SET_GSI_ROUTING, more)).toBe(-22);
    const { vm } = new TestMachine("upstream");
    expect(vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: [] }))).toBe(-22);
  });

  test("a line without a route is not raised: a route that it gets later finds it low", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.irqfd(fd, 30, RESAMPLE, m.e());
    m.put(fd, 1n);
    m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: [{ gsi: 30, type: PIN }] }));
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([30]);
  });

  test("a line that is up when its route goes is not lowered with its last irqfd: nothing reaches the pin", () => {
    const m = withIrqchip();
    const routes = (...gsis: number[]): number =>
      m.vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries: gsis.map((gsi) => ({ gsi, type: PIN })) }));
    const [level, edge] = [m.e(), m.e()];
    m.irqfd(level, 10, RESAMPLE, m.e());
    m.put(level, 1n);
    routes();
    m.irqfd(level, 10, DEASSIGN);
    routes(10);
    m.irqfd(edge, 10);
    m.put(edge, 1n);
    expect(m.vm.interrupts()).toEqual([10]);
  });

  test("an EOI of a gsi without a route signals no resamplefd", () => {
    const m = withIrqchip();
    const resample = m.e();
    m.irqfd(m.e(), 30, RESAMPLE, resample);
    m.vm.eoi(30);
    expect(m.take(resample)).toBe("EAGAIN");
  });

  test("closing an eventfd detaches its own irqfd and no other", () => {
    const m = withIrqchip();
    const [closed, kept] = [m.e(), m.e()];
    m.irqfd(closed, 4);
    m.irqfd(kept, 5);
    m.vm.close(closed);
    m.put(kept, 1n);
    expect(m.vm.interrupts()).toEqual([5]);
  });

  test("a resampling irqfd holds its line up: one interrupt until the guest's EOI, which signals the resamplefd", () => {
    const m = withIrqchip();
    const [fd, resample] = [m.e(), m.e()];
    expect(m.irqfd(fd, 10, RESAMPLE, resample)).toBe("0");
    m.put(fd, 1n);
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([10]);
    m.vm.eoi(11);
    expect(m.take(resample)).toBe("EAGAIN");
    m.vm.eoi(10);
    expect(m.take(resample)).toBe(1n);
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([10]);
  });

  test("while a resampling irqfd holds a line up, another irqfd of that gsi injects nothing", () => {
    const m = withIrqchip();
    const [edge, level] = [m.e(), m.e()];
    m.irqfd(edge, 10);
    m.irqfd(level, 10, RESAMPLE, m.e());
    m.put(level, 1n);
    m.put(edge, 1n);
    expect(m.vm.interrupts()).toEqual([10]);
    const [twin, elsewhere] = [m.e(), m.e()];
    m.irqfd(twin, 10, RESAMPLE, m.e());
    m.irqfd(elsewhere, 11, RESAMPLE, m.e());
    m.irqfd(level, 10, DEASSIGN);
    m.put(edge, 1n);
    expect(m.vm.interrupts()).toEqual([]);
    m.irqfd(twin, 10, DEASSIGN); // the line falls with the last of its kind
    m.put(edge, 1n);
    expect(m.vm.interrupts()).toEqual([10]);
  });

  test("a detach drains the counter, as a wake-up does: all of it, or 1 of a semaphore", () => {
    const m = withIrqchip();
    const [plain, semaphore] = [m.vm.eventfd(7, 0), m.vm.eventfd(7, 1)];
    for (const fd of [plain, semaphore]) {
      m.irqfd(fd, 4);
      m.irqfd(fd, 4, DEASSIGN);
    }
    expect([m.take(plain), m.vm.eventFdOf(semaphore).count]).toEqual(["EAGAIN", 6n]);
  });

  test("a write of 0 wakes like any other, and so it is an interrupt", () => {
    const m = withIrqchip();
    const fd = m.e();
    m.irqfd(fd, 4);
    m.put(fd, 0n);
    expect(m.vm.interrupts()).toEqual([4]);
  });

  test("an EOI signals every resamplefd of its gsi, also one whose descriptors are closed", () => {
    const m = withIrqchip();
    const [a, b, ra, rb] = [m.e(), m.e(), m.e(), m.e()];
    m.irqfd(a, 10, RESAMPLE, ra);
    m.irqfd(b, 10, RESAMPLE, rb);
    const closed = m.vm.eventFdOf(rb);
    m.vm.close(rb);
    m.vm.eoi(10);
    expect([m.take(ra), closed.count]).toEqual([1n, 1n]);
  });

  test("kvm-ioctls: three irqfds, a second unregister, and a mismatched one that is tolerated", () => {
    const m = withIrqchip();
    const [e1, e2, e3, e4] = [m.e(), m.e(), m.e(), m.e()];
    expect([m.irqfd(e1, 4), m.irqfd(e2, 8), m.irqfd(e3, 4)]).toEqual(["0", "0", "0"]);
    expect([m.irqfd(e2, 8, DEASSIGN), m.irqfd(e2, 8, DEASSIGN)]).toEqual(["0", "0"]);
    expect([m.irqfd(e3, 4), m.irqfd(e3, 5), m.irqfd(e3, 5, DEASSIGN)]).toEqual(["EBUSY", "EBUSY", "0"]);
    expect(m.irqfd(e4, 6, RESAMPLE, m.e())).toBe("0");
  });
});

describe("irqfd of 2009", () => {
  test("needs no irqchip ioctl, checks no flags, and lets one eventfd serve several gsis", () => {
    const m = new TestMachine("2.6.32");
    const fd = m.e();
    expect([m.irqfd(fd, 4), m.irqfd(fd, 5), m.irqfd(m.e(), 6, 4)]).toEqual(["0", "0", "0"]);
    expect(m.irqfd(-1, 4)).toBe("EBADF");
    expect(m.irqfd(m.e(), 6, RESAMPLE, -1)).toBe("0"); // no such flag yet
  });

  test("neither a wake-up nor a deassign drains the counter", () => {
    const m = new TestMachine("2.6.32");
    const fd = m.e();
    m.irqfd(fd, 4);
    m.put(fd, 3n);
    m.irqfd(fd, 4, DEASSIGN);
    expect(m.take(fd)).toBe(3n);
  });

  test("with an irqchip every wake-up is an interrupt", () => {
    const m = new TestMachine("2.6.32");
    m.vm.ioctl(KVM_CREATE_IRQCHIP, null);
    const fd = m.e();
    m.irqfd(fd, 4);
    m.irqfd(fd, 5);
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([4, 5]);
    m.irqfd(fd, 4, DEASSIGN);
    m.put(fd, 1n);
    expect(m.vm.interrupts()).toEqual([5]);
  });

  test("v7 has a deassign of its own, by descriptor", () => {
    const m = new TestMachine("v7");
    m.vm.ioctl(KVM_CREATE_IRQCHIP, null);
    const [fd, other] = [m.e(), m.e()];
    m.irqfd(fd, 4);
    m.irqfd(other, 5);
    const deassign = ({ vm }: TestMachine, fd: number): string =>
      word(vm.ioctl(KVM_DEASSIGN_IRQFD, new Uint8Array(Int32Array.of(fd).buffer)));
    expect([deassign(m, fd), deassign(m, -1), deassign(m, m.vm.openNull())]).toEqual(["0", "EBADF", "EINVAL"]);
    m.put(fd, 1n);
    m.put(other, 1n);
    expect(m.vm.interrupts()).toEqual([5]);
    expect(deassign(new TestMachine("2.6.32"), fd)).toBe("ENOTTY");
  });
});
