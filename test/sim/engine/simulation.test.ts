import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  type EventHandle,
  type Handler,
  type Process,
  Simulation,
  SimulationError,
  type Until,
} from "../../../sim/engine/index.ts";

/** What the simulation throws while it runs. */
function failure(sim: Simulation, until?: Until): SimulationError {
  try {
    sim.run(until);
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A simulation whose handler notes what it is called with, and when. */
function noted(): { sim: Simulation; notes: string[]; schedule: (delay: number, argument: number) => EventHandle } {
  const sim = new Simulation();
  const notes: string[] = [];
  const note = sim.handler("note", (argument) => notes.push(`${argument}@${sim.now}`));
  return { sim, notes, schedule: (delay, argument) => sim.schedule(delay, note, argument) };
}

describe("order", () => {
  test("events fire by time, and at equal times in the order in which they were scheduled", () => {
    const { sim, notes, schedule } = noted();
    schedule(2, 1);
    schedule(1, 2);
    schedule(2, 3);
    schedule(0, 4);
    sim.run();
    expect(notes).toEqual(["4@0", "2@1", "1@2", "3@2"]);
  });

  test("an event scheduled for now fires after all that were scheduled for now before", () => {
    const { sim, notes, schedule } = noted();
    const first = sim.handler("first", () => schedule(0, 3));
    sim.schedule(5, first);
    schedule(5, 1);
    schedule(5, 2);
    sim.run();
    expect(notes).toEqual(["1@5", "2@5", "3@5"]);
  });

  test("a delay below the clock's resolution counts as zero", () => {
    const { sim, notes, schedule } = noted();
    const first = sim.handler("first", () => {
      schedule(1e-9, 1);
      schedule(0, 2);
    });
    sim.schedule(2 ** 40, first);
    sim.run();
    expect(notes).toEqual([`1@${2 ** 40}`, `2@${2 ** 40}`]);
  });
});

describe("run", () => {
  test("until a time fires the events at that time and leaves the clock there", () => {
    const { sim, notes, schedule } = noted();
    for (const delay of [1, 2, 3]) schedule(delay, delay);
    sim.run({ time: 2 });
    expect(notes).toEqual(["1@1", "2@2"]);
    sim.run({ time: 2.5 });
    expect([sim.now, sim.events, sim.pending]).toEqual([2.5, 2, 1]);
    sim.run();
    expect(sim.now).toBe(3);
  });

  test("until a time moves the clock there although nothing happens", () => {
    const sim = new Simulation();
    sim.run({ time: 7 });
    expect(sim.now).toBe(7);
  });

  test("for a number of events stops after them, and step fires one", () => {
    const { sim, notes, schedule } = noted();
    for (const delay of [1, 2, 3]) schedule(delay, delay);
    sim.run({ events: 2 });
    expect(notes).toEqual(["1@1", "2@2"]);
    expect([sim.step(), sim.step(), sim.now]).toEqual([true, false, 3]);
  });

  test("until a condition asks before the first event and after each", () => {
    const { sim, notes, schedule } = noted();
    for (const delay of [1, 2, 3]) schedule(delay, delay);
    sim.run({ condition: () => true });
    expect(notes).toEqual([]);
    sim.run({ condition: () => notes.length === 2 });
    expect(notes).toEqual(["1@1", "2@2"]);
  });

  test("stop ends the run after the present event, in the middle of an instant", () => {
    const { sim, notes, schedule } = noted();
    const stop = sim.handler("stop", () => {
      schedule(0, 2);
      sim.stop();
    });
    sim.schedule(1, stop);
    schedule(1, 1);
    sim.run({ time: 10 });
    expect([notes.length, sim.now]).toEqual([0, 1]);
    sim.run();
    expect(notes).toEqual(["1@1", "2@1"]);
  });

  test("within a run is refused", () => {
    const sim = new Simulation();
    const again = sim.handler("again", () => sim.run());
    sim.schedule(1, again);
    expect(failure(sim).kind).toBe("reentrant-run");
  });

  test("until a time that is past, or is none, is refused", () => {
    const sim = new Simulation();
    sim.run({ time: 5 });
    expect(() => sim.run({ time: 4 })).toThrow("run until 4, but it is 5");
    expect(() => sim.run({ time: Number.NaN })).toThrow(SimulationError);
  });

  test.each([Number.NaN, -1, 1.5, Number.NEGATIVE_INFINITY])("for %d events is refused", (events) => {
    const { sim, notes, schedule } = noted();
    schedule(1, 1);
    expect(() => sim.run({ events })).toThrow(expect.objectContaining({ kind: "invalid-argument" }));
    sim.run({ events: 0 });
    expect(notes).toEqual([]);
    sim.run({ events: Number.POSITIVE_INFINITY });
    expect(notes).toEqual(["1@1"]);
  });
});

describe("cancel", () => {
  test("takes back an event that is to come, once", () => {
    const { sim, notes, schedule } = noted();
    const event = schedule(1, 1);
    schedule(1, 2);
    expect([sim.cancel(event), sim.cancel(event), sim.pending]).toEqual([true, false, 1]);
    sim.run();
    expect(notes).toEqual(["2@1"]);
  });

  test("of an event that has fired does nothing, though its place is used again", () => {
    const { sim, notes, schedule } = noted();
    const event = schedule(1, 1);
    sim.run();
    schedule(1, 2);
    expect(sim.cancel(event)).toBe(false);
    sim.run();
    expect(notes).toEqual(["1@1", "2@2"]);
  });

  test("a cancelled event does not move the clock", () => {
    const { sim, schedule } = noted();
    schedule(1, 1);
    sim.cancel(schedule(100, 2));
    sim.run();
    expect(sim.now).toBe(1);
  });

  test("works in the present instant", () => {
    const { sim, notes, schedule } = noted();
    const first = sim.handler("first", () => {
      const event = schedule(0, 1);
      schedule(0, 2);
      sim.cancel(event);
    });
    sim.schedule(1, first);
    sim.run();
    expect(notes).toEqual(["2@1"]);
  });
});

describe("errors", () => {
  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, -1e-300])("a delay of %d is refused", (delay) => {
    const { sim, schedule } = noted();
    expect(() => schedule(delay, 0)).toThrow(expect.objectContaining({ kind: "invalid-delay" }));
    sim.spawn(
      "sleeper",
      (function* (): Process {
        yield sim.hold(delay);
      })(),
    );
    expect(failure(sim).kind).toBe("invalid-delay");
  });

  test("a refused delay is told with its process and the time, once", () => {
    const sim = new Simulation();
    const sleeper = function* (): Process {
      yield sim.hold(-0.5);
    };
    sim.spawn("sleeper", sleeper(), 2);
    expect(failure(sim).message).toBe('process "sleeper" at 2: a delay is 0 or more and finite, not -0.5');
  });

  test.each([0.5, 2 ** 31, Number.NaN])("an argument of %d is refused", (argument) => {
    const { schedule } = noted();
    expect(() => schedule(1, argument)).toThrow("a 32-bit integer");
  });

  test("a loop that lets no time pass is stopped after a million events", () => {
    const sim = new Simulation();
    sim.spawn(
      "restless",
      (function* (): Process {
        for (;;) yield sim.hold(0);
      })(),
      3,
    );
    const error = failure(sim);
    expect([error.kind, sim.events, sim.now]).toEqual(["instant-limit", 1_000_001, 3]);
    expect(error.message).toBe(
      'process "restless" at 3: 1000000 events at one instant: a loop that lets no time pass?',
    );
  });

  test("a loop of a handler that lets no time pass is stopped with its name and the time", () => {
    const sim = new Simulation({ instantLimit: 100 });
    const restless = sim.handler("restless", () => sim.schedule(0, restless));
    sim.spawn("innocent", (function* (): Process {})(), 1);
    sim.schedule(7, restless);
    expect(failure(sim).message).toBe(
      'handler "restless" at 7: 100 events at one instant: a loop that lets no time pass?',
    );
  });

  test("what a handler throws is wrapped with its name and the time, and life goes on", () => {
    const { sim, notes, schedule } = noted();
    const cause = new Error("no such thing");
    sim.schedule(
      2,
      sim.handler("faulty", () => {
        throw cause;
      }),
    );
    schedule(3, 1);
    const error = failure(sim);
    expect([error.kind, error.message, error.cause]).toEqual([
      "handler-failed",
      'handler "faulty" at 2: no such thing',
      cause,
    ]);
    sim.run();
    expect(notes).toEqual(["1@3"]);
  });

  test("a handler that only another simulation knows is refused when it is due", () => {
    const elsewhere = new Simulation();
    elsewhere.handler("first", () => {});
    const foreign = elsewhere.handler("second", () => {});
    const { sim, notes, schedule } = noted();
    sim.schedule(1, foreign);
    schedule(2, 1);
    const error = failure(sim);
    expect([error.kind, error.message]).toEqual([
      "invalid-argument",
      `handler ${foreign} at 1: scheduled here, but registered on another simulation`,
    ]);
    sim.run();
    expect(notes).toEqual(["1@2"]);
  });

  test("what the condition of a run throws is its own, not that of the last event, and life goes on", () => {
    const { sim, notes, schedule } = noted();
    schedule(1, 1);
    schedule(2, 2);
    const cause = new RangeError("no such count");
    const condition = (): boolean => {
      if (notes.length === 1) throw cause;
      return false;
    };
    const error = failure(sim, { condition });
    expect([error.kind, error.message, error.cause]).toEqual([
      "condition-failed",
      "the condition of run at 1: no such count",
      cause,
    ]);
    const faulty = sim.handler("faulty", () => {
      throw new Error("broken");
    });
    sim.schedule(5, faulty);
    expect(failure(sim).message).toBe('handler "faulty" at 6: broken');
    expect(notes).toEqual(["1@1", "2@2"]);
  });
});

describe("fingerprint", () => {
  const run = (arguments_: readonly number[], name = "handler", delay = 1): string => {
    const sim = new Simulation();
    const handler = sim.handler(name, () => {});
    for (const argument of arguments_) sim.schedule(delay, handler, argument);
    sim.run();
    return sim.fingerprint;
  };

  test("is the same for the same trajectory, on every machine", () => {
    expect(run([1, 2, 3])).toBe(run([1, 2, 3]));
    expect(run([1, 2, 3])).toMatchInlineSnapshot(`"cf69d6b661ebf9b2"`);
  });

  test("changes with the order, an argument, a name, or the least bit of a time", () => {
    const changed = [
      run([2, 1, 3]),
      run([1, 2, 4]),
      run([1, 2, 3], "handles"),
      run([1, 2, 3], "handler", 1 + 2 ** -52),
    ];
    expect(new Set([run([1, 2, 3]), ...changed]).size).toBe(5);
  });

  test("tells processes apart that were spawned in another order", () => {
    const spawned = (names: readonly string[]): string => {
      const sim = new Simulation();
      const body = function* (): Process {
        yield sim.hold(1);
      };
      for (const name of names) sim.spawn(name, body());
      sim.run();
      return sim.fingerprint;
    };
    expect(spawned(["a", "b"])).not.toBe(spawned(["b", "a"]));
  });

  test("stands still when it is turned off", () => {
    const sim = new Simulation({ fingerprint: false });
    const before = sim.fingerprint;
    sim.schedule(
      1,
      sim.handler("handler", () => {}),
    );
    sim.run();
    expect(sim.fingerprint).toBe(before);
  });
});

test("an observer is told of each event before it fires, until it is taken off", () => {
  const { sim, notes, schedule } = noted();
  const told: string[] = [];
  sim.observe((time, name, argument) => told.push(`${name} ${argument} at ${time}, ${notes.length} fired`));
  schedule(1, 7);
  sim.spawn(
    "sleeper",
    (function* (): Process {
      yield sim.hold(2);
    })(),
  );
  sim.run();
  expect(told).toEqual(["sleeper 0 at 0, 0 fired", "note 7 at 1, 0 fired", "sleeper 0 at 2, 1 fired"]);
  sim.observe(undefined);
  schedule(1, 8);
  sim.run();
  expect(told.length).toBe(3);
});

test("an observer that throws ends the run under its own name, and the next run goes on behind the event it was told of", () => {
  const { sim, notes, schedule } = noted();
  schedule(1, 7);
  schedule(2, 8);
  sim.observe(() => {
    throw new Error("no room");
  });
  const { kind, message } = failure(sim);
  expect([kind, message]).toEqual(["observer-failed", "the observer of run at 1: no room"]);
  sim.observe(undefined);
  sim.run();
  expect(notes.length).toBe(1);
});

test("an instant limit is a number of events", () => {
  for (const instantLimit of [Number.NaN, 0, -1]) {
    expect(() => new Simulation({ instantLimit })).toThrow(expect.objectContaining({ kind: "invalid-argument" }));
  }
});

/** Bytes of typed arrays that are in use: what nothing refers to is collected first, twice, for V8 frees it at the next time. */
function arrayBuffers(): number {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  for (let i = 0; i < 2; i++) gc();
  return process.memoryUsage().arrayBuffers;
}

test("room is given back after a burst, while handles and sleeping processes stay good", () => {
  const { sim, notes, schedule } = noted();
  const idle = sim.handler("idle", () => {});
  for (let i = 0; i < 300_000; i++) sim.schedule(1 + (i % 977) / 1000, idle);
  const woken: number[] = [];
  const sleeper = function* (until: number): Process {
    yield sim.hold(until - sim.now);
    woken.push(sim.now);
  };
  sim.spawn("sleeper", sleeper(2e6));
  const doomed = sim.spawn("doomed", sleeper(3e6));
  const cancelled = schedule(4e6, 1);
  schedule(4e6, 2);
  schedule(4e6, 3);
  let left = 3_000_000;
  const tick = sim.handler("tick", () => left-- > 0 && sim.schedule(1e-3, tick));
  sim.schedule(5, tick);
  const before = arrayBuffers();
  sim.run({ condition: () => left === 0 });
  sim.run({ time: 1e6 });
  expect(arrayBuffers()).toBeLessThan(before);
  expect(sim.cancel(cancelled)).toBe(true);
  doomed.cancel();
  sim.run();
  expect([woken, notes, sim.now]).toEqual([[2e6], ["2@4000000", "3@4000000"], 4e6]);
});

describe("after a burst, when room was given back", () => {
  test("a handle to an event that fired before cancels nothing", () => {
    const sim = new Simulation();
    const handler = sim.handler("once", () => {});
    const events = Array.from({ length: 5000 }, (_, i) => sim.schedule(i + 1, handler));
    sim.run({ time: 4999 });
    expect([sim.cancel(events[3000]!), sim.pending]).toEqual([false, 1]);
    expect([sim.cancel(events[4999]!), sim.pending]).toEqual([true, 0]);
    sim.run();
    expect([sim.events, sim.pending]).toEqual([4999, 0]);
  });

  test("what had been scheduled for an instant does not count towards its limit", () => {
    const sim = new Simulation({ instantLimit: 100 });
    const handler = sim.handler("due", () => {});
    for (let i = 0; i < 60_000; i++) sim.schedule(1 + i * 1e-7, handler);
    for (let i = 0; i < 9000; i++) sim.schedule(5, handler);
    for (let i = 0; i < 20; i++) sim.schedule(6, handler);
    sim.run();
    expect(sim.events).toBe(69_020);
  });

  test("a run until a condition holds gives it back too", () => {
    const sim = new Simulation();
    const tick: Handler = sim.handler("tick", () => void sim.schedule(1, tick));
    const burst = sim.handler("burst", () => {});
    for (let i = 0; i < 100_000; i++) sim.schedule(i / 100_000, burst);
    sim.schedule(1, tick);
    const room = () => (sim as unknown as { queue: { words: Int32Array } }).queue.words.length;
    expect(room()).toBeGreaterThan(800_000);
    sim.run({ condition: () => sim.now > 5000 });
    expect(room()).toBeLessThan(40_000);
  });
});
