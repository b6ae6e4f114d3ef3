import { describe, expect, test } from "vitest";
import {
  Interrupted,
  PreemptiveResource,
  type Process,
  RandomStreams,
  Resource,
  Signal,
  Simulation,
  type SimulationError,
  Store,
} from "../../../../sim/engine/index.ts";

function begin(): { sim: Simulation; notes: string[]; note: (what: string) => void } {
  const sim = new Simulation();
  const notes: string[] = [];
  return { sim, notes, note: (what) => notes.push(`${what}@${sim.now}`) };
}

describe("a resource", () => {
  const customer = function* (
    at: { sim: Simulation; server: Resource; note: (what: string) => void },
    name: string,
    priority = 0,
  ): Process {
    yield at.server.acquire(priority);
    at.note(name);
    yield at.sim.hold(10);
    at.server.release();
  };

  test("serves in order of arrival, as many at a time as it has servers", () => {
    const { sim, notes, note } = begin();
    const server = new Resource(sim, { name: "server", capacity: 2 });
    for (const name of ["a", "b", "c", "d", "e"]) sim.spawn(name, customer({ sim, server, note }, name));
    sim.run();
    expect(notes).toEqual(["a@0", "b@0", "c@10", "d@10", "e@20"]);
  });

  test("gives a server to whoever tries, if one is free, and never to one who comes later than a line", () => {
    const { sim, notes, note } = begin();
    const server = new Resource(sim, { name: "server" });
    expect([server.tryAcquire(), server.tryAcquire(), server.inUse]).toEqual([true, false, 1]);
    sim.spawn("waits", customer({ sim, server, note }, "waits"));
    const passer = sim.handler("passer", () => {
      server.release();
      note(`passer ${server.tryAcquire()}`);
    });
    sim.schedule(3, passer);
    sim.run();
    expect(notes).toEqual(["passer false@3", "waits@3"]);
  });

  test("serves smaller priorities first, and equal ones in order of arrival", () => {
    const { sim, notes, note } = begin();
    const server = new Resource(sim, { name: "server" });
    const arrivals: [string, number][] = [
      ["a", 5],
      ["b", 5],
      ["c", 1],
      ["d", 5],
      ["e", 1],
      ["f", 9],
    ];
    for (const [name, priority] of arrivals) sim.spawn(name, customer({ sim, server, note }, name, priority));
    sim.run();
    expect(notes).toEqual(["a@0", "c@10", "e@20", "b@30", "d@40", "f@50"]);
  });

  test("a long line of few or of many priorities, from which some are taken away, is served as one sorted by hand", () => {
    for (const priorities of [1, 3, 1000]) {
      const { sim } = begin();
      const random = new RandomStreams({ seed: priorities, replication: 1 }).stream("line");
      const draw = (below: number): number => Math.floor(below * random.uniform());
      const server = new Resource(sim, { name: "server" });
      const served: number[] = [];
      const line: { index: number; priority: number }[] = [];
      const visit = function* (index: number, priority: number): Process {
        yield server.acquire(priority);
        served.push(index);
        yield sim.hold(1);
        server.release();
      };
      expect(server.tryAcquire()).toBe(true);
      for (let round = 0; round < 3; round++) {
        const visitors = Array.from({ length: 300 }, (_, i) => {
          const [index, priority] = [1000 * round + i, draw(priorities)];
          line.push({ index, priority });
          return sim.spawn("visitor", visit(index, priority));
        });
        sim.run({ time: sim.now });
        for (const [i, visitor] of visitors.entries()) {
          if (draw(4) > 0) continue;
          visitor.cancel();
          line.splice(
            line.findIndex(({ index }) => index === 1000 * round + i),
            1,
          );
        }
        const expected = line.splice(0).sort((a, b) => a.priority - b.priority || a.index - b.index);
        served.length = 0;
        server.release();
        sim.run();
        expect(served).toEqual(expected.map(({ index }) => index));
        expect([server.waiting, server.inUse, server.tryAcquire()]).toEqual([0, 0, true]);
      }
    }
  });

  test.each([Resource, PreemptiveResource])("a priority that is no number is refused (%o)", (Kind) => {
    const { sim } = begin();
    const server = new Kind(sim, { name: "server" });
    const lost = function* (): Process {
      yield server.acquire(Number.NaN);
    };
    sim.spawn("lost", lost());
    expect(() => sim.run()).toThrow(expect.objectContaining({ kind: "invalid-argument" }));
  });

  test("a free server costs no event, and nobody overtakes who is in line", () => {
    const { sim, notes, note } = begin();
    const server = new Resource(sim, { name: "server" });
    sim.spawn("a", customer({ sim, server, note }, "a"));
    sim.run({ time: 1 });
    expect(sim.events).toBe(1);
    sim.spawn("b", customer({ sim, server, note }, "b"));
    sim.spawn("c", customer({ sim, server, note }, "c"), 9);
    sim.run();
    expect(notes).toEqual(["a@0", "b@10", "c@20"]);
  });

  test("monitors its busy servers and its line, and forgets the warm-up", () => {
    const { sim, note } = begin();
    const server = new Resource(sim, { name: "server" });
    for (const name of ["a", "b"]) sim.spawn(name, customer({ sim, server, note }, name));
    sim.run({ time: 5 });
    expect([server.inUse, server.waiting, server.busy.mean, server.queued.mean]).toEqual([1, 1, 1, 1]);
    sim.run({ time: 40 });
    expect([server.busy.mean, server.queued.mean, server.queued.max]).toEqual([0.5, 0.25, 1]);
    sim.resetMonitors();
    sim.run({ time: 50 });
    expect([server.busy.mean, server.busy.duration]).toEqual([0, 10]);
  });

  test("a time-out in line leaves the monitors and the server right", () => {
    const { sim, notes, note } = begin();
    const server = new Resource(sim, { name: "server" });
    sim.spawn("a", customer({ sim, server, note }, "a"));
    const impatient = function* (): Process {
      yield sim.withTimeout(server.acquire(), 4);
      note(`timed out ${sim.timedOut}`);
    };
    sim.spawn("b", impatient());
    sim.run({ time: 20 });
    expect([notes, server.queued.mean, server.inUse]).toEqual([["a@0", "timed out true@4"], 0.2, 0]);
  });

  test("a release of what is free, or a capacity that is none, is refused", () => {
    const { sim } = begin();
    expect(() => new Resource(sim, { name: "server" }).release()).toThrow(
      'release of resource "server", which is free',
    );
    for (const capacity of [0, 1.5, Number.NaN]) {
      expect(() => new Resource(sim, { name: "server", capacity })).toThrow("not 1, 2, 3");
    }
  });
});

describe("a preemptive resource", () => {
  /** Works for `left` in all, however often it is preempted. */
  const job = function* (
    at: { sim: Simulation; cpu: PreemptiveResource; note: (what: string) => void },
    name: string,
    priority: number,
  ): Process {
    for (let left = 10; left > 0; ) {
      yield at.cpu.acquire(priority);
      const since = at.sim.now;
      try {
        yield at.sim.hold(left);
        left = 0;
        at.cpu.release();
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        left -= at.sim.now - since;
        at.note(`${name} preempted by ${(error.cause as { by: { name: string } }).by.name}`);
      }
    }
    at.note(`${name} done`);
  };

  test("lets the more urgent take the server, and the preempted finish what is left", () => {
    const { sim, notes, note } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu" });
    sim.spawn("low", job({ sim, cpu, note }, "low", 3));
    sim.spawn("mid", job({ sim, cpu, note }, "mid", 2), 4);
    sim.spawn("high", job({ sim, cpu, note }, "high", 1), 6);
    sim.spawn("equal", job({ sim, cpu, note }, "equal", 1), 7);
    sim.run();
    expect(notes).toEqual([
      "low preempted by mid@4",
      "mid preempted by high@6",
      "high done@16",
      "equal done@26",
      "mid done@34",
      "low done@40",
    ]);
    expect([cpu.busy.mean, cpu.inUse, cpu.waiting]).toEqual([1, 0, 0]);
  });

  test("takes the server of the least urgent, of those of the latest", () => {
    const { sim, notes, note } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu", capacity: 3 });
    for (const [name, priority] of [
      ["a", 2],
      ["b", 3],
      ["c", 3],
      ["d", 1],
    ] as const) {
      sim.spawn(name, job({ sim, cpu, note }, name, priority));
    }
    sim.run({ time: 1 });
    expect(notes).toEqual(["c preempted by d@0"]);
  });

  test("a release after the loss of the server changes nothing", () => {
    const { sim } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu" });
    const released: boolean[] = [];
    const careless = function* (priority: number): Process {
      yield cpu.acquire(priority);
      try {
        yield sim.hold(10);
      } catch {}
      released.push(cpu.release());
    };
    sim.spawn("a", careless(2));
    sim.spawn("b", careless(1), 5);
    sim.run();
    expect([released, cpu.inUse, sim.now]).toEqual([[false, true], 0, 15]);
  });

  test("a server whose holder has ended without a release cannot be taken, and stays in use", () => {
    const { sim } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu" });
    const forgetful = function* (): Process {
      yield cpu.acquire(2);
    };
    sim.spawn("a", forgetful());
    const urgent = function* (): Process {
      yield cpu.acquire(1);
    };
    sim.spawn("b", urgent(), 3);
    expect(() => sim.run()).toThrow(
      expect.objectContaining({
        kind: "not-released",
        message: 'process "b" at 3: process "a" has ended without releasing a server of "cpu"',
      }),
    );
    expect([cpu.inUse, cpu.busy.value, cpu.waiting]).toEqual([1, 1, 0]);
  });

  test("a process that is cancelled gives its server back in finally, to be taken by others", () => {
    const { sim, notes, note } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu" });
    const careful = function* (): Process {
      yield cpu.acquire(2);
      try {
        yield sim.hold(10);
      } finally {
        cpu.release();
      }
    };
    const cancelled = sim.spawn("a", careful());
    sim.spawn("b", job({ sim, cpu, note }, "b", 1), 4);
    sim.schedule(
      3,
      sim.handler("end", () => cancelled.cancel()),
    );
    sim.run();
    expect([notes, cpu.inUse]).toEqual([["b done@14"], 0]);
  });

  test("a process cannot take a server from itself, and keeps the one that it has", () => {
    const { sim, notes, note } = begin();
    const cpu = new PreemptiveResource(sim, { name: "cpu" });
    const greedy = function* (): Process {
      yield cpu.acquire(2);
      try {
        yield cpu.acquire(1);
      } catch (error) {
        note((error as SimulationError).kind);
      }
      yield sim.hold(5);
      note(`released ${cpu.release()}`);
      yield cpu.acquire(2);
      yield cpu.acquire(1);
    };
    sim.spawn("greedy", greedy());
    expect(() => sim.run()).toThrow('process "greedy" at 5: it would take a server of "cpu" from itself');
    expect([notes, cpu.inUse]).toEqual([["not-interruptible@0", "released true@5"], 1]);
  });
});

describe("a store", () => {
  test("hands items over first in, first out, and lets getters wait", () => {
    const { sim, notes, note } = begin();
    const store = new Store<string>(sim, { name: "shelf" });
    const consumer = function* (name: string): Process {
      for (;;) {
        yield store.get();
        note(`${name} ${store.taken}`);
        yield sim.hold(2);
      }
    };
    sim.spawn("x", consumer("x"));
    sim.spawn("y", consumer("y"));
    const producer = function* (): Process {
      for (const item of ["a", "b", "c", "d"]) yield store.put(item);
      yield sim.hold(5);
      yield store.put("e");
    };
    sim.spawn("producer", producer(), 1);
    sim.run();
    expect(notes).toEqual(["x a@1", "y b@1", "x c@3", "y d@3", "x e@6"]);
    expect(sim.blocked.map(({ waitsFor }) => waitsFor)).toEqual(["shelf", "shelf"]);
  });

  test("lets putters wait while it is full, in their order", () => {
    const { sim, notes, note } = begin();
    const store = new Store<number>(sim, { name: "shelf", capacity: 1 });
    const producer = function* (item: number): Process {
      yield store.put(item);
      note(`put ${item}`);
    };
    for (const item of [1, 2, 3]) sim.spawn("producer", producer(item));
    const consumer = function* (): Process {
      for (let i = 0; i < 3; i++) {
        yield sim.hold(10);
        yield store.get();
        note(`got ${store.taken}`);
      }
    };
    sim.spawn("consumer", consumer());
    sim.run({ time: 5 });
    expect([store.length, store.offer(4)]).toEqual([1, false]);
    sim.run();
    expect(notes).toEqual(["put 1@0", "got 1@10", "put 2@10", "got 2@20", "put 3@20", "got 3@30"]);
    expect([store.stored.mean, store.length]).toEqual([1, 0]);
  });

  test("has nothing taken for a process whose last get was of another store, or came to nothing", () => {
    const { sim, notes, note } = begin();
    const shelf = new Store<string>(sim, { name: "shelf" });
    const box = new Store<number>(sim, { name: "box", capacity: 1 });
    shelf.offer("loaf");
    box.offer(1);
    const taken = <T>(store: Store<T>): T | string => {
      try {
        return store.taken;
      } catch (error) {
        return (error as SimulationError).kind;
      }
    };
    const consumer = function* (): Process {
      note(`${taken(shelf)}, ${taken(box)}`);
      yield shelf.get();
      yield box.put(2); // waits
      note(`${taken(shelf)}, ${taken(box)}`);
      yield box.get();
      note(`${taken(shelf)}, ${taken(box)}`);
      yield sim.withTimeout(box.get(), 3);
      note(`${taken(shelf)}, ${taken(box)}`);
      shelf.taken;
    };
    const other = function* (): Process {
      yield sim.hold(1);
      yield box.get();
    };
    sim.spawn("consumer", consumer());
    sim.spawn("other", other());
    expect(() => sim.run()).toThrow('process "consumer" at 4: its last get has taken nothing from store "shelf"');
    expect(notes).toEqual(["not-held, not-held@0", "loaf, not-held@1", "not-held, 2@1", "not-held, not-held@4"]);
  });

  test("keeps order over thousands of items, and gives room back", () => {
    const { sim } = begin();
    const store = new Store<number>(sim, { name: "shelf" });
    for (let i = 0; i < 5000; i++) store.offer(i);
    const taken: number[] = [];
    const consumer = function* (): Process {
      for (let i = 0; i < 5000; i++) {
        yield store.get();
        taken.push(store.taken);
        if (i % 3 === 0) store.offer(5000 + i);
      }
    };
    sim.spawn("consumer", consumer());
    sim.run();
    expect(taken).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(store.length).toBe(1667);
  });
});

describe("a signal", () => {
  test("wakes all who wait, in order, and forgets", () => {
    const { sim, notes, note } = begin();
    const bell = new Signal(sim, "bell");
    const listener = function* (name: string, delay: number): Process {
      yield sim.hold(delay);
      yield bell.wait();
      note(name);
    };
    for (const [name, delay] of [
      ["a", 2],
      ["b", 1],
      ["late", 6],
    ] as const)
      sim.spawn(name, listener(name, delay));
    sim.schedule(
      5,
      sim.handler("ring", () => bell.notify()),
    );
    sim.run();
    expect([notes, bell.waiting]).toEqual([["b@5", "a@5"], 1]);
  });

  test("can wake one at a time", () => {
    const { sim, notes, note } = begin();
    const bell = new Signal(sim, "bell");
    for (const name of ["a", "b"]) {
      sim.spawn(
        name,
        (function* (): Process {
          yield bell.wait();
          note(name);
        })(),
      );
    }
    sim.run();
    expect([bell.notifyOne(), bell.waiting]).toEqual([true, 1]);
    sim.run();
    expect(notes).toEqual(["a@0"]);
    expect([bell.notifyOne(), bell.notifyOne()]).toEqual([true, false]);
  });
});
