import { describe, expect, test } from "vitest";
import {
  type ActiveProcess,
  Interrupted,
  type Process,
  Resource,
  Signal,
  Simulation,
  SimulationError,
} from "../../../../sim/engine/index.ts";

/** A simulation and a list of notes with their times. */
function begin(): { sim: Simulation; notes: string[]; note: (what: string) => void } {
  const sim = new Simulation();
  const notes: string[] = [];
  return { sim, notes, note: (what) => notes.push(`${what}@${sim.now}`) };
}

test("a process starts at its time of spawning plus the delay, and holds", () => {
  const { sim, notes, note } = begin();
  const car = function* (name: string): Process {
    note(`${name} starts`);
    yield sim.hold(5);
    note(`${name} parks`);
  };
  sim.spawn("a", car("a"), 2);
  const b = sim.spawn("b", car("b"));
  expect(b.state).toBe("scheduled");
  sim.run();
  expect(notes).toEqual(["b starts@0", "a starts@2", "b parks@5", "a parks@7"]);
  expect(b.state).toBe("finished");
});

test("a time-out has a delay, even on a wait that is over at once", () => {
  const { sim } = begin();
  const free = new Resource(sim, { name: "free" });
  sim.spawn(
    "hasty",
    (function* (): Process {
      yield sim.withTimeout(free.acquire(), Number.NaN);
    })(),
  );
  expect(() => sim.run()).toThrow(expect.objectContaining({ kind: "invalid-delay" }));
});

test("a spawn with an invalid delay leaves nothing behind", () => {
  const { sim, notes, note } = begin();
  const car = function* (): Process {
    note("starts");
    yield sim.hold(1);
  };
  for (const delay of [-1, Number.NaN]) {
    expect(() => sim.spawn("never", car(), delay)).toThrow(expect.objectContaining({ kind: "invalid-delay" }));
  }
  const first = sim.spawn("first", car());
  sim.run();
  expect(() => sim.spawn("never", car(), -1)).toThrow("a delay");
  const second = sim.spawn("second", car());
  sim.run();
  expect([first, second].map(({ serial, index }) => [serial, index])).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect(notes).toEqual(["starts@0", "starts@1"]);
});

test("an object that only behaves as a generator does is a process too", () => {
  const { sim, notes, note } = begin();
  const inner = (function* (): Process {
    note("starts");
    yield sim.hold(5);
    note("ends");
  })();
  let continued = 0;
  const watched = new Proxy(inner, {
    get(generator, key) {
      if (key === "next") continued++;
      const member: unknown = Reflect.get(generator, key);
      return typeof member === "function" ? member.bind(generator) : member;
    },
  });
  sim.spawn("watched", watched);
  sim.run();
  expect(notes).toEqual(["starts@0", "ends@5"]);
  expect(continued).toBeGreaterThanOrEqual(2);
});

test("a called part runs to its end, as with yield*, and what it throws reaches the caller", () => {
  const { sim, notes, note } = begin();
  const part = function* (fails: boolean): Process {
    yield sim.hold(1);
    if (fails) throw new Error("broken");
    note("part ends");
  };
  const nested = function* (): Process {
    yield sim.call(part(false));
    yield* part(false);
    yield sim.call(part(true));
  };
  const main = function* (): Process {
    try {
      yield sim.call(nested());
    } catch (error) {
      note(`caught ${(error as Error).message}`);
    }
    yield sim.hold(1);
    note("main ends");
  };
  sim.spawn("main", main());
  sim.run();
  expect(notes).toEqual(["part ends@1", "part ends@2", "caught broken@3", "main ends@4"]);
});

test("join waits for the end of another process, and not for one that has ended", () => {
  const { sim, notes, note } = begin();
  const worker = sim.spawn(
    "worker",
    (function* (): Process {
      yield sim.hold(3);
    })(),
  );
  const boss = function* (): Process {
    yield worker.join();
    note("joined");
    yield worker.join();
    note("joined again");
  };
  sim.spawn("boss", boss());
  sim.spawn("boss", boss());
  sim.run();
  expect(notes).toEqual(["joined@3", "joined again@3", "joined@3", "joined again@3"]);
});

describe("a time-out", () => {
  test("ends a wait that lasts too long, and only such a one", () => {
    const { sim, notes, note } = begin();
    const bell = new Signal(sim, "bell");
    const listener = function* (patience: number): Process {
      yield sim.withTimeout(bell.wait(), patience);
      note(sim.timedOut ? `${patience} gave up` : `${patience} heard it`);
      yield sim.hold(100);
    };
    for (const patience of [3, 5, 7]) sim.spawn("listener", listener(patience));
    sim.schedule(
      5,
      sim.handler("ring", () => bell.notify()),
    );
    sim.run({ time: 50 });
    expect(notes).toEqual(["3 gave up@3", "5 heard it@5", "7 heard it@5"]);
    expect([bell.waiting, sim.pending]).toEqual([0, 3]);
  });

  test("of a hold, or outside a wait, is refused", () => {
    const { sim } = begin();
    const faulty = function* (): Process {
      yield sim.withTimeout(sim.hold(3), 2);
    };
    sim.spawn("faulty", faulty());
    expect(() => sim.run()).toThrow("a hold cannot time out");
  });

  test("of a call is refused, and the part is not run", () => {
    const { sim, notes, note } = begin();
    const part = function* (): Process {
      note("part starts");
      yield sim.hold(10);
    };
    const impatient = function* (): Process {
      try {
        yield sim.withTimeout(sim.call(part()), 2);
      } catch (error) {
        note((error as SimulationError).kind);
      }
      yield sim.hold(1);
      note("goes on");
      yield sim.withTimeout(sim.call(part()), 2);
    };
    sim.spawn("impatient", impatient());
    expect(() => sim.run()).toThrow('process "impatient" at 1: a call cannot time out');
    expect(notes).toEqual(["no-wait@0", "goes on@1"]);
  });
});

describe("an interrupt", () => {
  const sleeper = function* (sim: Simulation, note: (what: string) => void): Process {
    try {
      yield sim.hold(10);
      note("slept");
    } catch (error) {
      note(`${(error as Interrupted).message}: ${(error as Interrupted).cause}`);
    }
    yield sim.hold(1);
    note("done");
  };

  test("ends a hold at once, with its cause, and the hold's event is gone", () => {
    const { sim, notes, note } = begin();
    const process = sim.spawn("sleeper", sleeper(sim, note));
    sim.schedule(
      4,
      sim.handler("wake", () => process.interrupt("fire")),
    );
    sim.run();
    expect(notes).toEqual(['process "sleeper" was interrupted: fire@4', "done@5"]);
  });

  test("takes a process out of its line", () => {
    const { sim, notes, note } = begin();
    const bell = new Signal(sim, "bell");
    const process = sim.spawn(
      "listener",
      (function* (): Process {
        try {
          yield sim.withTimeout(bell.wait(), 50);
        } catch (error) {
          note(String(error instanceof Interrupted));
        }
      })(),
    );
    sim.schedule(
      4,
      sim.handler("wake", () => process.interrupt()),
    );
    sim.run();
    expect([notes, bell.waiting, sim.now]).toEqual([["true@4"], 0, 4]);
  });

  test("that comes when the wait is over meets the next wait", () => {
    const { sim, notes, note } = begin();
    const bell = new Signal(sim, "bell");
    const process = sim.spawn(
      "listener",
      (function* (): Process {
        yield bell.wait();
        note("heard");
        try {
          yield sim.hold(1);
        } catch {
          note("interrupted");
        }
      })(),
    );
    const both = sim.handler("both", () => {
      bell.notify();
      process.interrupt();
    });
    sim.schedule(4, both);
    sim.run();
    expect([notes, sim.now]).toEqual([["heard@4", "interrupted@4"], 4]);
  });

  test("is an Error with a name, a message and a cause, but no stack to pay for", () => {
    const { sim } = begin();
    const caught: unknown[] = [];
    const sleeping = function* (): Process {
      try {
        yield sim.hold(10);
      } catch (error) {
        caught.push(error);
      }
    };
    const process = sim.spawn("sleeper", sleeping());
    sim.run({ time: 1 });
    process.interrupt({ fire: true });
    sim.run();
    const [error] = caught as [Interrupted];
    expect([error instanceof Interrupted, error instanceof Error]).toEqual([true, true]);
    expect([String(error), error.cause, error.stack]).toEqual([
      'Interrupted: process "sleeper" was interrupted',
      { fire: true },
      undefined,
    ]);
  });

  test("that nobody catches ends the process with its name and the time", () => {
    const { sim } = begin();
    const process = sim.spawn(
      "sleeper",
      (function* (): Process {
        yield sim.hold(10);
      })(),
    );
    sim.schedule(
      4,
      sim.handler("wake", () => process.interrupt()),
    );
    expect(() => sim.run()).toThrow('process "sleeper" at 4: process "sleeper" was interrupted');
    expect(process.state).toBe("finished");
    expect(() => process.interrupt()).toThrow('process "sleeper" is finished');
  });
});

describe("cancel", () => {
  test("what runs in a finally block cannot interrupt or cancel the process that cancels", () => {
    for (const revenge of ["interrupt", "cancel"] as const) {
      const { sim, notes, note } = begin();
      let killer: ActiveProcess | undefined;
      const victim = sim.spawn(
        "victim",
        (function* (): Process {
          try {
            yield sim.hold(10);
          } finally {
            try {
              killer?.[revenge]();
            } catch (error) {
              note((error as SimulationError).kind);
            }
          }
        })(),
      );
      killer = sim.spawn(
        "killer",
        (function* (): Process {
          yield sim.hold(1);
          victim.cancel();
          yield sim.hold(1);
          note("killer goes on");
        })(),
      );
      sim.run();
      expect(notes).toEqual(["not-interruptible@1", "killer goes on@2"]);
    }
  });

  test("ends a process where it waits: its finally blocks run, callers' too, and those who join go on", () => {
    const { sim, notes, note } = begin();
    const part = function* (): Process {
      try {
        yield sim.hold(10);
      } finally {
        note("inner");
      }
    };
    const process = sim.spawn(
      "victim",
      (function* (): Process {
        try {
          yield sim.call(part());
        } finally {
          note("outer");
        }
      })(),
    );
    const mourner = function* (): Process {
      yield process.join();
      note("joined");
    };
    sim.spawn("mourner", mourner());
    sim.schedule(
      3,
      sim.handler("end", () => process.cancel()),
    );
    sim.run();
    expect([notes, process.state, sim.now]).toEqual([["inner@3", "outer@3", "joined@3"], "finished", 3]);
  });

  test("before its start keeps a process from starting", () => {
    const { sim, notes, note } = begin();
    const process = sim.spawn(
      "stillborn",
      (function* (): Process {
        note("started");
        yield sim.hold(1);
      })(),
      5,
    );
    process.cancel();
    process.cancel();
    sim.run();
    expect([notes, sim.now, process.state]).toEqual([[], 0, "finished"]);
  });

  test("does not let a finally block wait", () => {
    const { sim } = begin();
    const process = sim.spawn(
      "stubborn",
      (function* (): Process {
        try {
          yield sim.hold(10);
        } finally {
          yield sim.hold(1);
        }
      })(),
    );
    sim.schedule(
      3,
      sim.handler("end", () => process.cancel()),
    );
    expect(() => sim.run()).toThrow("a wait was not yielded");
  });
});

describe("errors", () => {
  const failureOf = (body: (sim: Simulation) => Process): SimulationError => {
    const sim = new Simulation();
    sim.spawn("faulty", body(sim), 2);
    try {
      sim.run();
    } catch (error) {
      return error as SimulationError;
    }
    throw new Error("nothing was thrown");
  };

  test("two waits without a yield between them are a double wait", () => {
    const error = failureOf(function* (sim) {
      sim.hold(1);
      yield sim.hold(1);
    });
    expect([error.kind, error.message]).toEqual([
      "double-wait",
      'process "faulty" at 2: a wait was not yielded before the next was asked for',
    ]);
  });

  test("a wait that a process has not yielded when it ends is a double wait, and meets nobody who comes after it", () => {
    const sim = new Simulation();
    const ends: number[] = [];
    sim.spawn(
      "forgetful",
      (function* () {
        yield sim.hold(2);
        sim.hold(5);
      })(),
    );
    expect(() => sim.run()).toThrow('process "forgetful" at 2: a wait was not yielded before the end');
    sim.spawn(
      "next",
      (function* () {
        yield sim.hold(100);
        ends.push(sim.now);
      })(),
    );
    sim.run();
    expect(ends).toEqual([102]);
  });

  test("so is one that would have been over at once", () => {
    const { sim } = begin();
    const free = new Resource(sim, { name: "free" });
    sim.spawn(
      "forgetful",
      // biome-ignore lint/correctness/useYield: that is the mistake
      (function* (): Process {
        free.acquire();
      })(),
    );
    expect(() => sim.run()).toThrow('process "forgetful" at 0: a wait was not yielded before the end');
  });

  test("so is one that a part has not yielded when it ends", () => {
    const error = failureOf(function* (sim) {
      yield sim.call(
        (function* (): Process {
          yield sim.hold(1);
          sim.hold(1);
        })(),
      );
    });
    expect(error.kind).toBe("double-wait");
  });

  test("a wait has one time-out", () => {
    const error = failureOf(function* (sim) {
      yield sim.withTimeout(sim.withTimeout(new Signal(sim, "bell").wait(), 9), 3);
    });
    expect(error.kind).toBe("no-wait");
  });

  test("a yield of what is no wait is refused", () => {
    const error = failureOf(function* () {
      yield undefined as never;
    });
    expect(error.kind).toBe("no-wait");
  });

  test("a wait outside a process is refused", () => {
    const sim = new Simulation();
    expect(() => sim.hold(1)).toThrow(expect.objectContaining({ kind: "outside-process" }));
  });

  test("what a process throws is wrapped with its name and the time, and the others live on", () => {
    const { sim, notes, note } = begin();
    sim.spawn(
      "faulty",
      (function* (): Process {
        yield sim.hold(1);
        throw new TypeError("no such thing");
      })(),
    );
    sim.spawn(
      "other",
      (function* (): Process {
        yield sim.hold(2);
        note("lives");
      })(),
    );
    expect(() => sim.run()).toThrow(
      expect.objectContaining({ kind: "process-failed", message: 'process "faulty" at 1: no such thing' }),
    );
    sim.run();
    expect(notes).toEqual(["lives@2"]);
  });
});

test("who waits for what is told when nothing is left to happen", () => {
  const { sim } = begin();
  const [left, right] = [new Signal(sim, "left fork"), new Signal(sim, "right fork")];
  const philosopher = function* (fork: Signal): Process {
    yield fork.wait();
  };
  sim.spawn("Plato", philosopher(left));
  sim.spawn("Kant", philosopher(right), 1);
  sim.run();
  expect(sim.blocked).toEqual([
    { process: "Plato", waitsFor: "left fork" },
    { process: "Kant", waitsFor: "right fork" },
  ]);
});

describe("what is awkward", () => {
  const noop = () => {};
  const fail = () => {
    throw new Error("inner failed");
  };

  test("a wake-up that was due to a process that has failed resumes nobody else", () => {
    const sim = new Simulation();
    const signal = new Signal(sim, "signal");
    const failing = function* (): Process {
      yield sim.hold(0);
      signal.wait();
      signal.notify();
      throw new Error("lost");
    };
    sim.spawn("fails", failing());
    expect(() => sim.run()).toThrow("lost");
    expect(sim.pending).toBe(0);
    const times: number[] = [];
    const next = function* (): Process {
      yield sim.hold(100);
      times.push(sim.now);
    };
    sim.spawn("next", next());
    sim.run();
    expect(times).toEqual([100]);
  });

  test("what a finally block throws as a late cancellation ends a process is told by that process's name", () => {
    const sim = new Simulation();
    const signal = new Signal(sim, "signal");
    const body = function* (): Process {
      try {
        yield signal.wait();
        yield sim.hold(1);
      } finally {
        fail();
      }
    };
    const process = sim.spawn("careless", body());
    sim.schedule(
      1,
      sim.handler("too late", () => {
        signal.notify();
        process.cancel();
      }),
    );
    expect(() => sim.run()).toThrow('process "careless" at 1: inner failed');
    expect([process.state, sim.pending]).toEqual(["finished", 0]);
  });

  test("what is no generator is refused as it is spawned, with the way to write it", () => {
    const sim = new Simulation();
    const body = function* (): Process {
      yield sim.hold(1);
    };
    const wrong: [unknown, string][] = [
      [body, 'process "p" was given a function that was not called: write spawn("p", body())'],
      [undefined, 'process "p" was given no generator, but undefined'],
    ];
    for (const [what, message] of wrong) {
      expect(() => sim.spawn("p", what as Process)).toThrow(message);
      expect(() => sim.spawn("p", what as Process)).toThrow(SimulationError);
    }
    expect(sim.pending).toBe(0);
  });

  test("another process that is yielded itself is no wait; its join is", () => {
    const sim = new Simulation();
    const other = sim.spawn("other", (function* (): Process {})());
    const body = function* (): Process {
      yield other as never;
    };
    sim.spawn("p", body());
    expect(() => sim.run()).toThrow("join of another process");
  });

  test("an interrupt that comes too late twice meets the first wait that is not over at once", () => {
    const sim = new Simulation();
    const [first, second] = [new Signal(sim, "first"), new Signal(sim, "second")];
    const notes: string[] = [];
    const body = function* (): Process {
      yield first.wait();
      try {
        const wait = second.wait();
        second.notify();
        yield wait;
        notes.push(`woken@${sim.now}`);
        yield sim.hold(10);
      } catch (error) {
        notes.push(`${(error as Interrupted).cause}@${sim.now}`);
      }
      yield sim.hold(10);
      notes.push(`end@${sim.now}`);
    };
    const process = sim.spawn("process", body());
    const both = sim.handler("both", () => {
      first.notify();
      process.interrupt("one");
    });
    sim.schedule(1, both);
    sim.run();
    expect(notes).toEqual(["woken@1", "one@1", "end@11"]);
  });

  test("interrupts that come too late at one instant meet one wait each, in their order", () => {
    const sim = new Simulation();
    const signal = new Signal(sim, "signal");
    const causes: unknown[] = [];
    const body = function* (): Process {
      yield signal.wait();
      for (let i = 0; i < 3; i++) {
        try {
          yield sim.hold(1);
          causes.push("none");
        } catch (error) {
          causes.push((error as Interrupted).cause);
        }
      }
    };
    const process = sim.spawn("process", body());
    const all = sim.handler("all", () => {
      signal.notify();
      process.interrupt("one");
      process.interrupt("two");
    });
    sim.schedule(1, all);
    sim.run();
    expect([...causes, sim.now]).toEqual(["one", "two", "none", 2]);
  });

  test("an error comes up through any number of calls", () => {
    const sim = new Simulation();
    let finished = 0;
    const part = function* (depth: number): Process {
      try {
        if (depth > 0) yield sim.call(part(depth - 1));
        else {
          yield sim.hold(1);
          throw new Error("deep");
        }
      } finally {
        finished++;
      }
    };
    let message = "";
    const outermost = function* (): Process {
      try {
        yield sim.call(part(20_000));
      } catch (error) {
        message = (error as Error).message;
      }
    };
    sim.spawn("outermost", outermost());
    sim.run();
    expect([message, finished]).toEqual(["deep", 20_001]);
  });

  test("a cancelled chain of calls runs every finally block, though one of them throws", () => {
    for (const called of [true, false]) {
      const sim = new Simulation();
      const ended: string[] = [];
      const inner = function* (): Process {
        try {
          yield sim.hold(9);
        } finally {
          ended.push("inner");
          fail();
        }
      };
      const outer = function* (): Process {
        try {
          if (called) yield sim.call(inner());
          else yield* inner();
        } finally {
          ended.push("outer");
        }
      };
      const process = sim.spawn("chain", outer());
      sim.run({ time: 1 });
      expect(() => process.cancel()).toThrow("inner failed");
      expect(ended).toEqual(["inner", "outer"]);
    }
  });

  test("an observer cannot cancel or interrupt the process whose event it is told of", () => {
    for (const act of ["cancel", "interrupt"] as const) {
      const sim = new Simulation();
      const body = function* (): Process {
        yield sim.hold(1);
      };
      const process = sim.spawn("process", body());
      sim.observe((time) => time === 1 && process[act]());
      expect(() => sim.run()).toThrow(expect.objectContaining({ kind: "not-interruptible" }));
      expect(sim.pending).toBeGreaterThanOrEqual(0);
    }
  });

  test("room is given back only between instants, so that their order is kept", () => {
    const sim = new Simulation();
    const fired: number[] = [];
    const nothing = sim.handler("nothing", noop);
    const note = sim.handler("note", (argument) => void fired.push(argument));
    for (let i = 0; i < 5000; i++) sim.schedule(0.5, nothing);
    for (let i = 0; i < 20; i++) sim.schedule(1, note, i);
    sim.run({ events: 3990 });
    sim.run({ events: 1012 });
    sim.schedule(0, note, 100);
    sim.run();
    expect(fired).toEqual([...Array.from({ length: 20 }, (_, i) => i), 100]);
  });
});
