import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../sim/kvm/argument-error.ts";
import { EventFd } from "../../../sim/kvm/eventfd.ts";
import { Vm } from "../../../sim/kvm/vm.ts";
import { TestMachine, U64_MAX } from "../../cases/machine.ts";

const [IN, OUT, ERR] = [1, 4, 8];
const [SEMAPHORE, NONBLOCK, CLOEXEC] = [1, 0x800, 0x80000];

describe("eventfd(2) through a descriptor", () => {
  const fresh = (initval = 0, flags = 0): { m: TestMachine; fd: number } => {
    const m = new TestMachine("upstream");
    return { m, fd: m.vm.eventfd(initval, flags) };
  };

  test("flags are SEMAPHORE, NONBLOCK and CLOEXEC; any other is EINVAL", () => {
    expect(fresh(0, SEMAPHORE | NONBLOCK | CLOEXEC).fd).toBeGreaterThanOrEqual(0);
    for (const flags of [2, 4, 0x400, 0x80000000]) expect(fresh(0, flags).fd).toBe(-22);
  });

  test("a read of an empty one is EAGAIN", () => {
    const { m, fd } = fresh();
    expect(m.take(fd)).toBe("EAGAIN");
  });

  test("a read gives the count and sets it to 0", () => {
    const { m, fd } = fresh(7);
    expect([m.take(fd), m.take(fd)]).toEqual([7n, "EAGAIN"]);
  });

  test("writes add up: 55 written, 55 read", () => {
    const { m, fd } = fresh();
    expect(m.put(fd, 55n)).toBe("ok");
    expect(m.take(fd)).toBe(55n);
    m.put(fd, 3n);
    m.put(fd, 4n);
    expect(m.take(fd)).toBe(7n);
  });

  test("a write of 2^64-1 is EINVAL; 2^64-2 is the most; then 1 is EAGAIN and 0 still succeeds", () => {
    const { m, fd } = fresh();
    expect(m.put(fd, U64_MAX)).toBe("EINVAL");
    expect(m.put(fd, U64_MAX - 1n)).toBe("ok");
    expect(m.put(fd, 1n)).toBe("EAGAIN");
    expect(m.put(fd, 0n)).toBe("ok");
    expect(m.take(fd)).toBe(U64_MAX - 1n);
  });

  test("a buffer below 8 bytes is EINVAL for reads and writes; of a longer one a read uses 8, a write is EINVAL", () => {
    const { m, fd } = fresh(3);
    expect([m.vm.read(fd, new Uint8Array(4)), m.vm.write(fd, new Uint8Array(7))]).toEqual([-22, -22]);
    const buffer = new Uint8Array(16).fill(0xff);
    expect(m.vm.read(fd, buffer)).toBe(8);
    expect([...buffer]).toEqual([3, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
    expect(m.vm.write(fd, new Uint8Array(16).fill(1, 8))).toBe(-22);
    expect(m.take(fd)).toBe("EAGAIN");
  });

  test("before Linux 6.9 a write of more than 8 bytes used the first 8", () => {
    const vm = new Vm({ kernel: "2.6.32" });
    const fd = vm.eventfd(0, 0);
    expect(vm.write(fd, Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0, 9))).toBe(8);
    const buffer = new Uint8Array(8);
    expect([vm.read(fd, buffer), buffer[0]]).toEqual([8, 5]);
  });

  test("poll passes over a negative descriptor", () => {
    expect(new Vm({ kernel: "upstream" }).poll(-1)).toBe(0);
  });

  test("a write of 0 to an empty one does not make it readable", () => {
    const { m, fd } = fresh();
    expect([m.put(fd, 0n), m.take(fd)]).toEqual(["ok", "EAGAIN"]);
  });

  test("a semaphore created with 3 gives 1, 1, 1, EAGAIN", () => {
    const { m, fd } = fresh(3, SEMAPHORE);
    expect([m.take(fd), m.take(fd), m.take(fd), m.take(fd)]).toEqual([1n, 1n, 1n, "EAGAIN"]);
  });

  test("poll at 0 is OUT, at 2^64-3 IN and OUT, at 2^64-2 IN", () => {
    const { m, fd } = fresh();
    expect(m.vm.poll(fd)).toBe(OUT);
    m.put(fd, U64_MAX - 2n);
    expect(m.vm.poll(fd)).toBe(IN | OUT);
    m.put(fd, 1n);
    expect(m.vm.poll(fd)).toBe(IN);
  });

  test("a doorbell at 2^64-2 makes it IN and ERR; a second changes nothing; the read gives 2^64-1", () => {
    const { m, fd } = fresh();
    m.pio(0x80n, 1, { fd });
    m.put(fd, U64_MAX - 1n);
    for (let i = 0; i < 2; i++) {
      expect(m.out(1, 0x80n)).toBe("");
      expect(m.vm.poll(fd)).toBe(IN | ERR);
    }
    expect(m.put(fd, 0n)).toBe("EAGAIN"); // the one state in which not even 0 can be written
    expect(m.take(fd)).toBe(U64_MAX);
  });

  test("a dup shares the counter: 923 written on one, read on the other", () => {
    const { m, fd } = fresh();
    const other = m.vm.dup(fd);
    m.put(fd, 923n);
    expect(m.take(other)).toBe(923n);
  });

  test("descriptors are the lowest free ones; a closed one is EBADF everywhere, and so is a negative one", () => {
    const { m, fd } = fresh();
    const next = m.vm.dup(fd);
    expect(next).toBe(fd + 1);
    expect(m.vm.close(fd)).toBe(0);
    const buffer = new Uint8Array(8);
    for (const bad of [fd, -1, -22]) {
      expect([m.vm.read(bad, buffer), m.vm.write(bad, buffer), m.vm.dup(bad), m.vm.close(bad)]).toEqual([
        -9, -9, -9, -9,
      ]);
      expect(m.vm.poll(bad)).toBe(bad < 0 ? 0 : 32);
    }
    expect(m.vm.openNull()).toBe(fd);
    expect(m.vm.openNull()).toBe(fd + 2);
  });

  test("the null device reads nothing, swallows writes, and is no eventfd", () => {
    const { m } = fresh();
    const nul = m.vm.openNull();
    expect([m.vm.read(nul, new Uint8Array(8)), m.vm.write(nul, new Uint8Array(5)), m.vm.poll(nul)]).toEqual([0, 5, 5]);
    expect(() => m.vm.eventFdOf(nul)).toThrow(/^fd/);
  });
});

describe("the counter", () => {
  test.each([
    ["2^53-2", (1n << 53n) - 2n],
    ["2^53-1", (1n << 53n) - 1n],
    ["2^53", 1n << 53n],
    ["2^54-1", (1n << 54n) - 1n],
    ["2^63", 1n << 63n],
  ])("signals count exactly across %s", (_, start) => {
    const eventfd = new EventFd(start);
    for (let i = 1n; i <= 3n; i++) {
      eventfd.signal();
      expect(eventfd.count).toBe(start + i);
    }
    expect(eventfd.readable).toBe(true);
    expect(eventfd.read()).toBe(start + 3n);
    expect(eventfd.readable).toBe(false);
  });

  test("saturates at 2^64-1, where not even 0 can be written", () => {
    const eventfd = new EventFd(U64_MAX - 1n);
    for (let i = 0; i < 3; i++) eventfd.signal();
    expect(eventfd.count).toBe(U64_MAX);
    expect(eventfd.write(0n)).toBe(false);
  });

  test("drain takes what a read takes, as a number", () => {
    expect(new EventFd(5).drain()).toBe(5);
    expect(new EventFd(0).drain()).toBe(0);
    expect(new EventFd(1n << 60n).drain()).toBe(2 ** 60);
    const semaphore = new EventFd(2, { semaphore: true });
    expect([semaphore.drain(), semaphore.drain(), semaphore.drain()]).toEqual([1, 1, 0]);
  });

  test("values that are no counter throw", () => {
    expect(() => new EventFd(-1)).toThrow(ArgumentError);
    expect(() => new EventFd(1n << 64n)).toThrow(ArgumentError);
    expect(() => new EventFd().write(U64_MAX)).toThrow(ArgumentError);
  });
});

describe("waiters", () => {
  const recorder = (log: string[], name: string, during = (_: EventFd) => {}) => ({
    wake: (source: EventFd) => {
      log.push(name);
      during(source);
    },
  });

  test("every signal and every write wakes all of them, in the order in which they came", () => {
    const log: string[] = [];
    const eventfd = new EventFd();
    eventfd.addWaiter(recorder(log, "a"));
    eventfd.addWaiter(recorder(log, "b"));
    eventfd.signal();
    eventfd.write(0n);
    expect(log).toEqual(["a", "b", "a", "b"]);
  });

  test("a waiter is woken at saturation too", () => {
    const log: string[] = [];
    const eventfd = new EventFd(U64_MAX);
    eventfd.addWaiter(recorder(log, "a"));
    eventfd.signal();
    expect(log).toEqual(["a"]);
  });

  test("one that leaves, or leaves and returns, while it is woken costs nobody a wake-up", () => {
    const log: string[] = [];
    const eventfd = new EventFd();
    const once = recorder(log, "once", (source) => source.removeWaiter(once));
    const again = recorder(log, "again", (source) => {
      source.removeWaiter(again);
      source.addWaiter(again);
    });
    for (const waiter of [once, again, recorder(log, "last")]) eventfd.addWaiter(waiter);
    eventfd.signal();
    expect(log).toEqual(["once", "again", "last"]);
    eventfd.signal();
    expect(log.slice(3)).toEqual(["last", "again"]);
  });

  test("one that takes a later one away while it is woken spares it the wake-up", () => {
    const log: string[] = [];
    const eventfd = new EventFd();
    const later = recorder(log, "later");
    eventfd.addWaiter(recorder(log, "first", (source) => source.removeWaiter(later)));
    eventfd.addWaiter(later);
    eventfd.signal();
    expect(log).toEqual(["first"]);
  });

  test("to remove or release a waiter that is not there leaves the others", () => {
    const log: string[] = [];
    const eventfd = new EventFd();
    eventfd.addWaiter(recorder(log, "other"));
    eventfd.removeWaiter(recorder(log, "stranger"));
    eventfd.signal();
    eventfd.claim(recorder(log, "exclusive"));
    eventfd.release(recorder(log, "stranger"));
    eventfd.signal();
    expect(log).toEqual(["other", "exclusive"]);
  });

  test("the last close tells every waiter that listens for it, also where one leaves meanwhile", () => {
    const log: string[] = [];
    const { vm } = new TestMachine("upstream");
    const fd = vm.eventfd(0, 0);
    const eventfd = vm.eventFdOf(fd);
    const deaf = recorder(log, "deaf");
    const leaver = {
      ...deaf,
      hangUp: () => {
        log.push("leaver");
        eventfd.removeWaiter(leaver);
      },
    };
    const listener = { ...deaf, hangUp: (source: EventFd) => void log.push(source === eventfd ? "listener" : "?") };
    for (const waiter of [deaf, leaver, listener]) eventfd.addWaiter(waiter);
    eventfd.claim(deaf);
    vm.close(fd);
    expect(log).toEqual(["leaver", "listener"]);
  });

  test("the exclusive waiter is woken before and instead of the others, and there is one at most", () => {
    const log: string[] = [];
    const eventfd = new EventFd();
    const exclusive = recorder(log, "exclusive");
    eventfd.addWaiter(recorder(log, "other"));
    expect(eventfd.claim(exclusive)).toBe(true);
    expect(eventfd.claim(recorder(log, "second"))).toBe(false);
    eventfd.signal();
    eventfd.release(exclusive);
    eventfd.signal();
    expect(log).toEqual(["exclusive", "other"]);
  });
});
