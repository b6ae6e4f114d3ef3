import { describe, expect, test } from "vitest";
import { type Process, RandomStreams, Simulation } from "../../../../sim/engine/index.ts";
import { PollWindow } from "../../../../sim/model/backend/poll-window.ts";
import { Threads } from "../../../../sim/model/cpu/threads.ts";
import type { Doorbell } from "../../../../sim/model/doorbell/doorbell.ts";
import { BigLock } from "../../../../sim/model/vmm/big-lock.ts";
import { DeferredHandler } from "../../../../sim/model/vmm/deferred-handler.ts";
import { price, run, sheet } from "../machines.ts";

const base = 100 + 20 + 50; // store to signal
const apart = { kind: "closed", think: price(20_000) } as const;

describe("who serves a doorbell that stays in the kernel", () => {
  test("a vhost worker makes no syscalls: woken, it is in the handler", () => {
    const { seen } = run({ backend: { kind: "vhost", service: price(3000) }, workload: apart });
    expect(seen.notify.mean).toBe(base + 700 + 1000);
  });

  test("a main loop takes the big lock for its handlers, and waits for a vcpu's", () => {
    const backend = { kind: "main-loop", service: price(3000) } as const;
    expect(run({ backend, workload: apart }).seen.notify.mean).toBe(base + 700 + 1000 + 200);
  });

  test("several threads share the doorbells: twice as many serve twice as much", () => {
    const spec = (count: number) => ({
      backend: { kind: "iothread", service: price(10_000), count } as const,
      regions: { count: 2, choice: "uniform", match: "wildcard" } as const,
      workload: { kind: "closed", think: price(0), depth: 16 } as const,
    });
    const span = (count: number) => run(spec(count), { requests: 4000 }).machine.sim.now;
    expect(span(1) / span(2)).toBeGreaterThan(1.85);
  });
});

describe("one pass of a thread over its doorbells", () => {
  const regions = { count: 2, choice: "uniform", match: "wildcard" } as const;
  /** Two vcpus that ring at once, under a seed that gives them a doorbell each. */
  const apartAtOnce = { vcpus: 2, regions } as const;

  test("an iothread serves all that one ppoll reports: two reads, two handlers, one more ppoll", () => {
    const backend = { kind: "iothread", service: price(3000) } as const;
    const { seen, machine } = run({ ...apartAtOnce, backend }, { requests: 2, seed: 2 });
    expect([seen.handlerRuns, seen.wakeups]).toEqual([2, 1]);
    expect(machine.threads.workersBusy).toBe(1000 + 2 * (200 + 3000) + 200);
  });

  test("a main loop keeps the big lock from one ppoll to the next, over all its bottom halves", () => {
    const backend = { kind: "main-loop", service: price(3000), handler: "bh" } as const;
    const { seen } = run({ ...apartAtOnce, notify: "qemu", backend }, { requests: 3, seed: 2 });
    expect(seen.handlerRuns).toBe(3);
    const toLock = 100 + 2000 + 300;
    const [note, wake, back] = [200, 500, 1500 + 200];
    const locked = toLock + note + wake + 700 + 1000; // the main loop is awake, and two notes lie there
    const unlocked = locked + 2 * (200 + 3000);
    const again = toLock + note + wake + back + toLock; // the first vcpu wants the lock once more
    expect(seen.rtt.max).toBe(toLock + (unlocked - again) + note + back);
  });
});

describe("polling", () => {
  const backend = { kind: "iothread", service: price(3000) } as const;

  test("a backend that looks all the time is never woken, and finds work within one pass over its handlers", () => {
    const poll = { kind: "fixed", max: 1e9 } as const;
    const regions = { count: 8, choice: "first", match: "wildcard" } as const;
    const { seen, machine } = run({ backend: { ...backend, poll }, workload: apart, regions }, { requests: 100 });
    expect([seen.wakeups, seen.rttWoke.count]).toEqual([0, 0]);
    const search = 10 * seen.comparisons.mean;
    expect(seen.notify.max).toBeLessThanOrEqual(100 + search + 50 + 8 * 10 + 200);
    expect(seen.notify.min).toBeGreaterThan(100 + search + 50 + 200);
    expect(machine.threads.workersBusy / machine.sim.now).toBeGreaterThan(0.999);
  });

  test("in a virtqueue it sees the request before any kick, and asks for none", () => {
    const poll = { kind: "fixed", max: 1e6 } as const;
    const virtqueue = { suppression: "event-idx" } as const;
    const { seen } = run({ backend: { ...backend, poll }, workload: apart, virtqueue }, { requests: 100 });
    expect([seen.issued, seen.requestsHandled]).toEqual([0, 100]);
    expect(seen.notify.max).toBeLessThanOrEqual(10 + 200);
  });

  test("with ioeventfds off it has nothing to look at: qemu's inline handler takes everything", () => {
    const poll = { kind: "fixed", max: 1e6 } as const;
    const virtqueue = { suppression: "event-idx" } as const;
    const spec = { backend: { ...backend, poll }, workload: apart, virtqueue, notify: "qemu" } as const;
    const { seen } = run(spec, { requests: 100 });
    expect([seen.issued, seen.exits.userspace]).toEqual([100, 100]);
  });

  test("an adaptive window doubles for what it just missed, stays for what it caught, and gives up beyond its most", () => {
    const polling = new PollWindow({ kind: "adaptive", max: 32_000 });
    const windows = [5000, 10_000, 10_000, 7000, 20_000, 31_000, 40_000, 100].map((wait) => {
      polling.waited(wait);
      return polling.window;
    });
    expect(windows).toEqual([4000, 8000, 16_000, 16_000, 32_000, 32_000, 0, 4000]);
  });

  test("adaptive polling learns a steady gap and then spares every wake-up", () => {
    const poll = { kind: "adaptive", max: 32_000 } as const;
    const { seen } = run({ backend: { ...backend, poll }, workload: apart }, { requests: 200 });
    expect(seen.wakeups).toBeLessThan(8);
    const sleepy = run({ backend, workload: apart }, { requests: 200 }).seen;
    expect(sleepy.wakeups).toBe(200);
    expect(sleepy.notify.mean - seen.notify.mean).toBeGreaterThan(1000);
  });
});

describe("what a VMM's handler does with a doorbell", () => {
  const backend = { kind: "main-loop", service: price(3000) } as const;
  const qemu = { notify: "qemu", workload: apart } as const;

  test("a bottom half leaves the work to the main loop: the vcpu pays a syscall and the wake-up, not the work", () => {
    const { seen } = run({ ...qemu, backend: { ...backend, handler: "bh" } });
    expect(seen.rtt.mean).toBe(4100 + 200 + 500);
    expect(seen.stageMeans()).toMatchObject({ handler: 200, wake: 500 });
    const asleep = 20_000 + 100 + 2000 + 300 + 200 + 500; // C6 is far, C1 is near
    expect(asleep).toBeLessThan(600_000);
    expect(seen.notify.mean).toBe(100 + 2000 + 300 + 200 + 500 + 700 + 1000 + 200);
  });

  test("a timer's 500 ns pass while the main loop, which was told of it, wakes up", () => {
    const of = (handler: "bh" | "timer") => run({ ...qemu, backend: { ...backend, handler } }).seen;
    expect(of("timer").notify.mean).toBe(of("bh").notify.mean);
    expect(of("timer").wakeups).toBe(1);
  });

  test("a main loop that wakes sooner finds nothing to do, and sleeps until the timer is due", () => {
    const thread = { ...sheet.thread, "context-switch": price(100), syscall: price(20) };
    const costs = { ...sheet, idle: [], thread };
    const { seen } = run({ ...qemu, costs, backend: { ...backend, handler: "timer" } });
    expect(seen.wakeups).toBe(2);
    expect(seen.notify.mean).toBe(100 + 2000 + 300 + 20 + 500 + 500 + 100 + 20);
  });

  test("a timer that is set again before it is due is put off", () => {
    const sim = new Simulation();
    const posted: number[] = [];
    const worker = { post: () => posted.push(sim.now) > 0, notify: () => {}, asleep: false };
    const deferral = new DeferredHandler(sim, "timer", () => worker);
    const region = { index: 3 } as Doorbell;
    for (const at of [0, 300, 1000])
      sim.schedule(
        at,
        sim.handler(`doorbell at ${at}`, () => deferral.post(region)),
      );
    sim.run();
    expect(posted).toEqual([800, 1500]);
  });

  test("an iothread serves without the big lock", () => {
    const { seen } = run({ ...qemu, backend: { ...backend, handler: "iothread" } }, { requests: 20 });
    expect([seen.requestsHandled, seen.exits.userspace]).toEqual([20, 20]);
  });
});

describe("the big lock", () => {
  const backend = { kind: "counter", service: price(2000) } as const;
  const crowd = { notify: "qemu", vcpus: 4, backend } as const;

  test("as a futex it can be taken by whoever runs, past the sleeper that is being woken", () => {
    const { seen, machine } = run({ ...crowd, bigLock: "futex" }, { requests: 4000 });
    expect(machine.device.vmm.lock.barged).toBeGreaterThan(0);
    expect(seen.requestsHandled).toBe(4000);
  });

  test("as a futex its handover takes a wake-up, so a contended lock does less than an ideal one", () => {
    const span = (bigLock: "fair" | "futex") => run({ ...crowd, bigLock }, { requests: 4000 }).machine.sim.now;
    expect(span("futex") / span("fair")).toBeGreaterThan(1.02);
  });

  test("who takes a futex past the sleeper that is being woken wakes nobody, that sleeper then the next", () => {
    const sim = new Simulation();
    const lock = new BigLock(sim, "futex");
    const streams = new RandomStreams({ seed: 1, replication: 1 });
    const threads = new Threads(sim, sheet, { streams, host: undefined });
    const released: [string, number, boolean][] = [];
    const sleeper = function* (name: string): Process {
      const thread = threads.worker(name);
      if (!lock.tryAcquire()) yield* lock.contend(thread);
      yield thread.run(100);
      released.push([name, sim.now, lock.release()]);
    };
    expect(lock.tryAcquire()).toBe(true);
    sim.spawn("first", sleeper("first"));
    sim.spawn("second", sleeper("second"));
    const barge = function* (): Process {
      yield sim.hold(10);
      released.push(["holder", sim.now, lock.release()]);
      expect(lock.tryAcquire()).toBe(true);
      yield sim.hold(10);
      released.push(["barger", sim.now, lock.release()]);
    };
    sim.spawn("barger", barge());
    sim.run();
    const woken = 10 + 1000; // its CPU has not slept long enough for an idle state
    expect(released).toEqual([
      ["holder", 10, true],
      ["barger", 20, false],
      ["first", woken + 100, true],
      ["second", woken + 100 + 1000 + 100, false],
    ]);
  });

  test("without contention both are the same", () => {
    const alone = (bigLock: "fair" | "futex") => run({ ...crowd, vcpus: 1, bigLock }, { requests: 50 }).seen.rtt.mean;
    expect(alone("futex")).toBe(alone("fair"));
  });

  test("a convoy: with more in flight less is done, where each turn of the lock waits for a sleeper", () => {
    const backend = { kind: "main-loop", service: price(4000), handler: "bh" } as const;
    const regions = { count: 2, choice: "uniform", match: "wildcard" } as const;
    const spec = { notify: "qemu", vcpus: 2, backend, regions } as const;
    const each = (bigLock: "fair" | "futex", depth: number) => {
      const workload = { kind: "closed", think: price(0), depth } as const;
      return run({ ...spec, workload, bigLock }, { requests: 4000 }).machine.sim.now / 4000;
    };
    expect(each("fair", 4) / each("fair", 1)).toBeLessThan(0.9);
    expect(each("futex", 4) / each("futex", 1)).toBeGreaterThan(1.4);
    // A vcpu leaves a note and wakes the main loop, which gets the lock before the vcpu that was woken with it; that
    // one sleeps again, until the handler is done.
    const period = 200 + 500 + (700 + 1000) + (200 + 4000) + (700 + 1000);
    expect(each("futex", 4)).toBeCloseTo(period, -1);
    expect(each("futex", 64)).toBeCloseTo(period, -1);
  });

  test("a main loop in its handler makes a vcpu's exit wait: a convoy", () => {
    const spec = {
      notify: "qemu",
      vcpus: 4,
      backend: { kind: "main-loop", service: price(4000), handler: "bh" },
      workload: { kind: "closed", think: price(0), depth: 4 },
      bigLock: "futex",
    } as const;
    const { seen } = run(spec, { requests: 4000 });
    expect(seen.stageMeans().lock).toBeGreaterThan(1000);
    expect(seen.completion.count).toBe(4000);
  });
});
