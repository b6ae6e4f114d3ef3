import { describe, expect, test } from "vitest";
import { RandomStreams, Simulation } from "../../../../sim/engine/index.ts";
import type { HostSpec, MachineSpec } from "../../../../sim/index.ts";
import { Threads } from "../../../../sim/model/cpu/threads.ts";
import { price, run, sheet } from "../machines.ts";

const floating: HostSpec = { cpus: 8, slice: 3e6, granularity: 1e6, pin: { vcpus: [], backends: [] } };
const backend = { kind: "iothread", service: price(3000) } as const;
const exponential = (mean: number) => ({ kind: "exponential", mean }) as const;

describe("CPUs that threads share", () => {
  test("with a CPU for every thread, a doorbell costs what it does on CPUs of their own", () => {
    const workload = { kind: "closed", think: price(10_000) } as const;
    const [shared, own] = [floating, undefined].map((host) =>
      run({ backend, workload, ...(host && { host }) }, { requests: 200, warmup: 10 }),
    );
    expect(shared!.seen.rtt.mean).toBe(own!.seen.rtt.mean);
    expect(shared!.seen.notify.mean).toBe(own!.seen.notify.mean);
    expect(shared!.seen.stageMeans()).toEqual(own!.seen.stageMeans());
    expect(shared!.machine.threads.workersBusy).toBe(own!.machine.threads.workersBusy);
  });

  test("pinned to the vcpu's CPU, a backend is not run before the vcpu gives it up or its slice is over", () => {
    const host = { ...floating, cpus: 1, slice: 100_000, granularity: 1e6 };
    const workload = { kind: "closed", think: price(10_000) } as const;
    const { seen, machine } = run({ backend, workload, host }, { requests: 2000 });
    expect(seen.notify.mean).toBeGreaterThan(20_000);
    expect(seen.requestsHandled).toBe(2000);
    expect(machine.threads.cpus!.utilisation[0]).toBeGreaterThan(0.999);
  });

  test("a woken thread that had much less than the running one takes its CPU at once", () => {
    const host = { ...floating, cpus: 1, slice: 3e6, granularity: 0 };
    const workload = { kind: "closed", think: price(50_000) } as const;
    const { seen } = run({ backend, workload, host }, { requests: 200, warmup: 10 });
    expect(seen.notify.mean).toBeLessThan(3000);
    expect(seen.stageMeans()["cpu-wait"]).toBeGreaterThan(0);
  });

  test("two guests that compute all the time on one CPU get half of it each: the run takes twice as long", () => {
    const workload = { kind: "closed", think: price(100_000) } as const;
    const span = (cpus: number) =>
      run({ workload, vcpus: 2, host: { ...floating, cpus } }, { requests: 2000 }).machine.sim.now;
    expect(span(1) / span(2)).toBeGreaterThan(1.98);
    expect(span(1) / span(2)).toBeLessThan(2.03);
  });

  test.each([1, 2, 3, 4])("overcommitted %d to 8, every request comes back and every stage is booked", (cpus) => {
    const spec: Partial<MachineSpec> = {
      vcpus: 6,
      backend: { kind: "iothread", service: exponential(4000), count: 2, poll: { kind: "adaptive", max: 32_000 } },
      regions: { count: 2, choice: "uniform", match: "wildcard" },
      workload: { kind: "closed", think: exponential(5000), depth: 2 },
      return: { kind: "irqfd", delivery: "kick", haltPoll: 5000 },
      host: { ...floating, cpus },
    };
    const { seen, machine } = run(spec, { requests: 3000 });
    expect(seen.completion.count).toBe(3000);
    const booked = Object.values(seen.stageMeans()).reduce((sum, mean) => sum + mean, 0);
    expect(booked).toBeCloseTo(seen.rtt.mean, 6);
    expect(Math.max(...machine.threads.cpus!.utilisation)).toBeLessThanOrEqual(1);
  });

  test("guests that poll for answers end when all are there, however few CPUs they share", () => {
    const workload = { kind: "closed", think: price(0), depth: 2 } as const;
    const { seen } = run({ backend, workload, vcpus: 3, host: { ...floating, cpus: 1 } }, { requests: 300 });
    expect(seen.completion.count).toBe(300);
  });

  test("contention for the big lock and for CPUs are told apart", () => {
    const spec = { notify: "qemu", vcpus: 4, bigLock: "futex" } as const;
    const host = { ...floating, cpus: 2 };
    const { seen } = run({ ...spec, backend: { kind: "counter", service: price(2000) }, host }, { requests: 2000 });
    const stages = seen.stageMeans();
    expect(stages.lock).toBeGreaterThan(0);
    expect(stages["cpu-wait"]).toBeGreaterThan(0);
  });

  test("floating threads take idle CPUs, pinned ones do not", () => {
    const workload = { kind: "closed", think: price(100_000) } as const;
    const pinned = { ...floating, cpus: 4, pin: { vcpus: [0, 0, 1, 1], backends: [] } };
    const { machine } = run({ workload, vcpus: 4, host: pinned }, { requests: 400 });
    const [a, b, c, d] = machine.threads.cpus!.utilisation;
    expect([c, d]).toEqual([0, 0]);
    expect(Math.min(a!, b!)).toBeGreaterThan(0.99);
    const free = run({ workload, vcpus: 4, host: { ...floating, cpus: 4 } }, { requests: 400 }).machine;
    expect(Math.min(...free.threads.cpus!.utilisation)).toBeGreaterThan(0.99);
  });
});

test("a thread preempted while its CPU leaves an idle state has waited for what has passed of that, the other for the rest", () => {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 1, replication: 1 });
  const threads = new Threads(sim, sheet, { streams, host: { ...floating, cpus: 1, granularity: 0 } });
  const [first, second] = [threads.vcpu(), threads.vcpu()];
  const delays: number[] = [];
  sim.spawn(
    "first",
    (function* () {
      yield first.run(10_000);
      yield first.pause(1e6); // its CPU falls into C6, which takes 90,000 to leave
      yield first.run(100);
      delays.push(sim.now - (1_011_000 + 100), first.delayed - 1000);
      first.finish();
    })(),
  );
  sim.spawn(
    "second",
    (function* () {
      yield second.pause(1_041_000);
      yield second.run(100);
      delays.push(sim.now - (1_041_000 + 100), second.delayed);
      second.finish();
    })(),
  );
  sim.run();
  // The other takes 61,000 + 100 of its CPU's time, and gives it back to a thread that waits for a switch as well.
  expect(delays).toEqual([61_000, 61_000, 92_100, 92_100]);
});

describe("a switch of 1000", () => {
  const two = () => {
    const sim = new Simulation();
    const streams = new RandomStreams({ seed: 1, replication: 1 });
    const threads = new Threads(sim, sheet, { streams, host: { ...floating, cpus: 1, granularity: 0 } });
    return { sim, threads, first: threads.vcpu(), second: threads.vcpu() };
  };

  test("that a thread was preempted in after 400 is paid as far as it went, and then anew: 400 + 1000", () => {
    const { sim, threads, first, second } = two();
    const ends: number[] = [];
    sim.spawn(
      "first",
      (function* () {
        yield first.run(10_000);
        ends.push(sim.now);
        first.finish();
      })(),
    );
    sim.spawn(
      "second",
      (function* () {
        yield second.pause(400);
        yield second.run(100);
        ends.push(sim.now);
        second.finish();
      })(),
    );
    sim.run();
    expect(ends).toEqual([400 + 1000 + 100, 1500 + 1000 + 10_000]);
    expect([first.busy, first.switching, first.delayed]).toEqual([400 + 1000 + 10_000, 1400, 400 + 1100 + 1000]);
    threads.cpus!.checkTime();
  });

  test("to a spinner that is told to go on after 400 is done first: it goes on after 1000", () => {
    const { sim, threads, first } = two();
    sim.spawn(
      "first",
      (function* () {
        yield first.spin(Infinity);
        first.endSpin();
        expect(sim.now).toBe(1000);
        first.finish();
      })(),
    );
    sim.schedule(
      400,
      sim.handler("nudge", () => expect(first.wake()).toBe("spinning")),
    );
    sim.run();
    expect([first.busy, first.switching, first.delayed]).toEqual([1000, 1000, 1000]);
    threads.cpus!.checkTime();
  });
});

describe("a CPU that has time to spare", () => {
  const free = { ...sheet, thread: { ...sheet.thread, "context-switch": price(0) }, idle: [] };
  const worker = { kind: "iothread", service: price(10_000) } as const;

  test("takes a floating thread that shares another with a pinned one: both CPUs are busy", () => {
    const workload = { kind: "closed", think: price(1e7), batch: 1000 } as const;
    const host = { ...floating, cpus: 2, pin: { vcpus: [], backends: [0] } };
    const virtqueue = { suppression: "none" } as const;
    const { machine } = run({ costs: free, workload, virtqueue, backend: worker, host }, { requests: 20_000 });
    for (const busy of machine.threads.cpus!.utilisation) expect(busy).toBeGreaterThan(0.9);
  });

  test("is found by floating threads beside any number of pinned ones", () => {
    const workload = { kind: "closed", think: price(10_000) } as const;
    const host = { ...floating, slice: 50_000, cpus: 3, pin: { vcpus: [0, 0, 0, 0], backends: [] } };
    const { machine } = run({ costs: free, workload, vcpus: 6, host }, { requests: 20_000 });
    for (const busy of machine.threads.cpus!.utilisation) expect(busy).toBeGreaterThan(0.99);
  });
});

test("a sleeper is owed a slice at most, however long the other thread has computed meanwhile", () => {
  const workload = { kind: "closed", think: price(1e8), batch: 10_000 } as const;
  const host = { ...floating, cpus: 1 };
  const spec: Partial<MachineSpec> = { workload, virtqueue: { suppression: "none" }, host };
  const { seen } = run({ ...spec, backend: { kind: "iothread", service: price(10_000) } }, { requests: 30_000 });
  expect(seen.rtt.max).toBeGreaterThan(3e6); // the woken thread's work lasts 100 ms, and runs at once for its slice
  expect(seen.rtt.max).toBeLessThan(3 * 3e6);
});

test("eight computing vcpus have half of four CPUs each", () => {
  const workload = { kind: "closed", think: price(10_000) } as const;
  const { machine } = run({ vcpus: 8, workload, host: { ...floating, cpus: 4 } }, { requests: 100_000 });
  for (const { busy } of machine.threads.vcpus) expect(busy / machine.sim.now).toBeCloseTo(0.5, 1);
});

describe("who polls on a CPU that another thread wants", () => {
  const host = { ...floating, cpus: 1 };

  test("for a halted guest stops, as KVM does: the device answers as soon as if nobody had polled", () => {
    const spec: Partial<MachineSpec> = {
      backend: { kind: "iothread", service: price(5000) },
      workload: { kind: "closed", think: price(0), depth: 1 },
      host,
    };
    const done = (haltPoll: number) =>
      run({ ...spec, return: { kind: "irqfd", delivery: "posted", haltPoll } }, { requests: 500 }).machine.sim.now;
    expect(done(50_000)).toBe(done(0));
  });

  test("for a device looks for as long as it was told to by the clock, whoever had the CPU meanwhile", () => {
    const backend = { kind: "iothread", service: price(1000), poll: { kind: "fixed", max: 20_000 } } as const;
    const workload = { kind: "closed", think: price(100_000) } as const;
    const { seen, machine } = run({ backend, workload, host: { ...host, slice: 5000 } }, { requests: 100 });
    expect(seen.polled).toBeLessThanOrEqual(101 * 20_000);
    expect(seen.polled).toBeGreaterThan(0);
    machine.threads.cpus!.checkTime();
  });
});

test("with slices shorter than a switch most of the time goes into switching, and still every request comes back", () => {
  const host = { ...floating, cpus: 1, slice: 200 };
  const { seen, machine } = run({ vcpus: 4, workload: { kind: "closed", think: price(5000) }, host }, { requests: 40 });
  expect(seen.rtt.count).toBe(40);
  expect(machine.threads.cpus!.switches * 1000).toBeGreaterThan(0.5 * machine.sim.now);
});

describe("v7's mutex of the whole VM", () => {
  const costs = { ...sheet, steps: { "bus-linear-step": 1000 } };
  const v7 = { kernel: "v7", vcpus: 2, costs } as const;

  test("a vcpu spins for it while its holder runs: with a CPU each it waits for one search and one signal", () => {
    const host = { ...floating, cpus: 2, pin: { vcpus: [0, 1], backends: [] } };
    const { seen, machine } = run({ ...v7, host }, { requests: 2 });
    expect(seen.stageMeans()["kvm-lock"]).toBe((0 + 1000 + 50) / 2);
    expect([seen.rtt.min, seen.rtt.max]).toEqual([1000 + 100 + 1050 + 200, 1000 + 100 + 1050 + 1050 + 200]);
    expect([machine.threads.cpus!.switches, machine.threads.vcpusBusy]).toEqual([2, 2350 + 3400]);
  });

  test("a vcpu preempted in it keeps it, and the one that takes over sleeps for it and gives the CPU back", () => {
    const host = { ...floating, cpus: 1, slice: 500 };
    const quick = { ...costs, thread: { ...costs.thread, "context-switch": price(100) } };
    const { seen, machine } = run({ ...v7, costs: quick, host }, { requests: 2 });
    const asks = 600 + 100 + 100; // the first has the CPU to 600: a switch, and its slice; a switch and an exit more
    const given = asks + 100 + (100 + 100 + 1050 - 600); // the first goes on, to the end of its search and signal
    expect(seen.stageMeans()["kvm-lock"]).toBe((0 + given + 100 - asks) / 2);
    // From then on they take turns, a switch and a slice each: the second needs three for its 1250, the first two for 700.
    const first = given + 600 + 600 + 600 + 100 + 200;
    expect([seen.rtt.min, seen.rtt.max]).toEqual([first, first + 100 + 250]);
    expect(machine.threads.cpus!.switches).toBe(3 + 5);
  });

  test("who spins goes to sleep when the holder loses its CPU", () => {
    const pin = { vcpus: [0, 0, 1], backends: [] };
    const host = { ...floating, cpus: 2, slice: 500, pin };
    const { seen, machine } = run({ ...v7, vcpus: 3, host }, { requests: 3 });
    expect(seen.rtt.count).toBe(3);
    // The third has a CPU to itself: it spins until 1500, is woken first, and wakes the second in its turn.
    expect(machine.threads.vcpus[2]!.busy).toBe(1500 + 1000 + 1050 + 500 + 200);
  });

  test.each([1, 2, 3, 4])("overcommitted %d to 8, every doorbell returns and every stage is booked", (cpus) => {
    const spec: Partial<MachineSpec> = {
      ...v7,
      vcpus: 6,
      backend: { kind: "iothread", service: exponential(4000), count: 2 },
      regions: { count: 2, choice: "uniform", match: "wildcard" },
      workload: { kind: "closed", think: exponential(1000), depth: 2 },
      return: { kind: "irqfd", delivery: "kick", haltPoll: 5000 },
      deviceLimit: "lifted",
      host: { ...floating, cpus, slice: 2000 },
    };
    const { seen } = run(spec, { requests: 3000 });
    expect(seen.completion.count).toBe(3000);
    expect(seen.stageMeans()["kvm-lock"]).toBeGreaterThan(0);
    const booked = Object.values(seen.stageMeans()).reduce((sum, mean) => sum + mean, 0);
    expect(booked).toBeCloseTo(seen.rtt.mean, 6);
  });
});
