import { describe, expect, test } from "vitest";
import {
  constant,
  type Distribution,
  erlang,
  exponential,
  hyperexponential,
  type Process,
  RandomStreams,
  Resource,
  Simulation,
  Tally,
  TimeWeighted,
} from "../../sim/engine/index.ts";

interface Queue {
  readonly gap: Distribution;
  readonly service: Distribution;
  readonly servers: number;
  /** Customers that find this many in the system leave at once. */
  readonly room?: number;
}

interface Seen {
  readonly wait: number;
  readonly inSystem: number;
  readonly sojourns: number;
  readonly elapsed: number;
  readonly busy: number;
  readonly lost: number;
  readonly arrived: number;
}

/** One replication of a queue: customers 0 to `warmup` are served and not counted. */
function serve(queue: Queue, replication: number, customers = 40_000, warmup = 4000): Seen {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 7, replication });
  const [gaps, services] = [streams.stream("gap"), streams.stream("service")];
  const server = new Resource(sim, { name: "server", capacity: queue.servers });
  const [waits, inSystem] = [new Tally(), new TimeWeighted(sim, 0)];
  let [present, lost, arrived, sojourns, counted] = [0, 0, 0, 0, Number.POSITIVE_INFINITY];

  function* customer(index: number): Process {
    const at = sim.now;
    if (index === warmup) {
      counted = at;
      inSystem.reset();
      server.busy.reset();
    }
    const own = at >= counted;
    if (own) arrived++;
    if (present >= (queue.room ?? Number.POSITIVE_INFINITY)) {
      if (own) lost++;
      return;
    }
    inSystem.set(++present);
    yield server.acquire();
    if (own) waits.record(sim.now - at);
    yield sim.hold(queue.service.sample(services));
    server.release();
    inSystem.set(--present);
    sojourns += sim.now - Math.max(at, counted === Number.POSITIVE_INFINITY ? sim.now : counted);
  }
  function* source(): Process {
    for (let index = 0; index < customers; index++) {
      yield sim.hold(queue.gap.sample(gaps));
      sim.spawn("customer", customer(index));
    }
  }
  sim.spawn("source", source());
  sim.run();
  return {
    wait: waits.mean,
    inSystem: inSystem.mean,
    sojourns,
    elapsed: sim.now - counted,
    busy: server.busy.mean,
    lost,
    arrived,
  };
}

const replications = 30;
const t99 = 2.756; // Student, 29 degrees of freedom, 99 % two-sided

/** The theory must lie in the 99 % interval, and the interval be tight enough that a wrong engine falls outside. */
function expectTheory(of: (replication: number) => number, theory: number, tightness = 0.02): void {
  const values = Array.from({ length: replications }, (_, i) => of(i + 1));
  const mean = values.reduce((a, b) => a + b) / replications;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (replications - 1);
  const half = t99 * Math.sqrt(variance / replications);
  expect(half / theory).toBeLessThan(tightness);
  expect(Math.abs(mean - theory)).toBeLessThan(half);
}

const wait = (queue: Queue) => (replication: number) => serve(queue, replication).wait;

describe("mean wait in queue, with a mean service of 1", () => {
  test("M/M/1 at 0.8: rho / (1 - rho) = 4", () => {
    expectTheory(wait({ gap: exponential(1.25), service: exponential(1), servers: 1 }), 4, 0.04);
  });

  test("M/M/1 at 0.5: 1", () => {
    expectTheory(wait({ gap: exponential(2), service: exponential(1), servers: 1 }), 1);
  });

  test("M/D/1 at 0.8: half of M/M/1", () => {
    expectTheory(wait({ gap: exponential(1.25), service: constant(1), servers: 1 }), 2, 0.03);
  });

  test("M/G/1, Pollaczek-Khinchine: rho (1 + cv^2) / 2 (1 - rho), Erlang-4 service at 0.6", () => {
    expectTheory(
      wait({ gap: exponential(1 / 0.6), service: erlang({ stages: 4, mean: 1 }), servers: 1 }),
      (0.6 * 1.25) / 0.8,
    );
  });

  test("M/M/3 at 0.8, Erlang C: P(wait) / (c - lambda)", () => {
    const [load, servers] = [2.4, 3];
    const terms = 1 + load + (load * load) / 2;
    const full = (load * load * load) / 6 / (1 - load / servers);
    expectTheory(
      wait({ gap: exponential(1 / load), service: exponential(1), servers }),
      full / (terms + full) / (servers - load),
      0.04,
    );
  });
});

test("M/M/1/3 loses the share of customers that finds three inside: (1 - rho) rho^3 / (1 - rho^4)", () => {
  const rho = 0.8;
  const theory = ((1 - rho) * rho * rho * rho) / (1 - rho * rho * rho * rho);
  const queue = { gap: exponential(1 / rho), service: exponential(1), servers: 1, room: 3 };
  expectTheory((replication) => {
    const { lost, arrived } = serve(queue, replication);
    return lost / arrived;
  }, theory);
});

describe("laws that hold in every run, not on average", () => {
  const queue = {
    gap: exponential(1.25),
    service: hyperexponential([
      { weight: 1, mean: 0.5 },
      { weight: 1, mean: 1.5 },
    ]),
    servers: 1,
  };

  test("Little: the integral of the number inside is the sum of the times spent inside", () => {
    const { inSystem, elapsed, sojourns } = serve(queue, 1, 5000, 500);
    expect((inSystem * elapsed) / sojourns).toBeCloseTo(1, 9);
  });

  test("utilisation is work done over time", () => {
    const sim = new Simulation();
    const server = new Resource(sim, { name: "server" });
    function* user(start: number, work: number): Process {
      yield sim.hold(start);
      yield server.acquire();
      yield sim.hold(work);
      server.release();
    }
    sim.spawn("a", user(0, 3));
    sim.spawn("b", user(1, 4));
    sim.spawn("c", user(9, 1));
    sim.run({ time: 20 });
    expect(server.busy.mean).toBe((3 + 4 + 1) / 20);
    expect(server.queued.mean).toBe(2 / 20);
  });
});
