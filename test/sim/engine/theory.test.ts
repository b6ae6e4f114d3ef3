import { describe, expect, test } from "vitest";
import {
  constant,
  type Distribution,
  erlang,
  exponential,
  hyperexponential,
  lognormal,
  type Process,
  type RandomSource,
  RandomStreams,
  Resource,
  Simulation,
  Tally,
  TimeWeighted,
} from "../../../sim/engine/index.ts";
import { expectTheory, replicate } from "./replications.ts";

interface Queue {
  readonly gap: Distribution;
  readonly service: Distribution;
  readonly servers: number;
  /** Customers that find this many in the system leave at once. */
  readonly room?: number;
  readonly customers: number;
}

interface Seen {
  readonly wait: number;
  readonly stay: number;
  readonly inSystem: number;
  readonly sojourns: number;
  readonly elapsed: number;
  readonly busy: number;
  readonly waited: number;
  readonly lost: number;
  readonly arrived: number;
}

/** One replication of a queue: customers 0 to `warmup` are served and not counted. */
function serve(queue: Queue, source: RandomSource, warmup = 2000): Seen {
  const sim = new Simulation();
  const streams = new RandomStreams(source);
  const [gaps, services] = [streams.stream("gap"), streams.stream("service")];
  const server = new Resource(sim, { name: "server", capacity: queue.servers });
  const [waits, stays, inSystem] = [new Tally(), new Tally(), new TimeWeighted(sim, 0)];
  let [present, waited, lost, arrived, sojourns, counted] = [0, 0, 0, 0, 0, Number.POSITIVE_INFINITY];

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
    if (own && present >= queue.servers) waited++;
    inSystem.set(++present);
    yield server.acquire();
    if (own) waits.record(sim.now - at);
    yield sim.hold(queue.service.sample(services));
    server.release();
    inSystem.set(--present);
    if (own) stays.record(sim.now - at);
    sojourns += sim.now - Math.max(at, counted === Number.POSITIVE_INFINITY ? sim.now : counted);
  }
  function* street(): Process {
    for (let index = 0; index < queue.customers; index++) {
      yield sim.hold(queue.gap.sample(gaps));
      sim.spawn("customer", customer(index));
    }
  }
  sim.spawn("street", street());
  sim.run();
  return {
    wait: waits.mean,
    stay: stays.mean,
    inSystem: inSystem.mean,
    sojourns,
    elapsed: sim.now - counted,
    busy: server.busy.mean,
    waited,
    lost,
    arrived,
  };
}

interface SingleServer {
  readonly seed: number;
  /** Poisson arrivals in a mean service, which is 1. */
  readonly load: number;
  readonly service: Distribution;
  /** The squared coefficient of variation of the service. */
  readonly squaredCv: number;
  readonly customers: number;
}

/** The mean wait must be that of Pollaczek and Khinchine: rho (1 + cv^2) / 2 (1 - rho). */
function expectPollaczekKhinchine({ seed, load, service, squaredCv, customers }: SingleServer): void {
  const queue = { gap: exponential(1 / load), service, servers: 1, customers };
  const seen = replicate((replication) => serve(queue, { seed, replication }).wait);
  expectTheory(seen, (load * (1 + squaredCv)) / (2 * (1 - load)));
}

describe("mean wait in queue, with a mean service of 1", () => {
  test("M/M/1 at 0.5: rho / (1 - rho) = 1", () => {
    expectPollaczekKhinchine({ seed: 1, load: 0.5, service: exponential(1), squaredCv: 1, customers: 85_000 });
  });

  test("M/M/1 at 0.6: 3 / 2", () => {
    expectPollaczekKhinchine({ seed: 2, load: 0.6, service: exponential(1), squaredCv: 1, customers: 115_000 });
  });

  test("M/D/1 at 0.7: half of M/M/1", () => {
    expectPollaczekKhinchine({ seed: 3, load: 0.7, service: constant(1), squaredCv: 0, customers: 75_000 });
  });

  test("M/G/1 at 0.6, Erlang-4 service", () => {
    const service = erlang({ stages: 4, mean: 1 });
    expectPollaczekKhinchine({ seed: 4, load: 0.6, service, squaredCv: 1 / 4, customers: 60_000 });
  });

  test("M/G/1 at 0.5, lognormal service", () => {
    const service = lognormal({ mean: 1, cv: 0.8 });
    expectPollaczekKhinchine({ seed: 5, load: 0.5, service, squaredCv: 0.8 * 0.8, customers: 110_000 });
  });

  test("M/G/1 at 0.4, hyperexponential service: one in four lasts three times as long as the others", () => {
    const service = hyperexponential([
      { weight: 3, mean: 2 / 3 },
      { weight: 1, mean: 2 },
    ]);
    const squaredCv = 2 * ((3 / 4) * (4 / 9) + (1 / 4) * 4) - 1;
    expectPollaczekKhinchine({ seed: 6, load: 0.4, service, squaredCv, customers: 170_000 });
  });
});

test("M/M/3 at 0.7, Erlang C: the share of customers that wait, and the mean time in system", () => {
  const [load, servers] = [2.1, 3];
  const terms = 1 + load + (load * load) / 2;
  const full = (load * load * load) / 6 / (1 - load / servers);
  const queue = { gap: exponential(1 / load), service: exponential(1), servers, customers: 75_000 };
  const seen = replicate((replication) => serve(queue, { seed: 7, replication }));
  expectTheory(
    seen.map(({ waited, arrived }) => waited / arrived),
    full / (terms + full),
  );
  expectTheory(
    seen.map(({ stay }) => stay),
    1 + full / (terms + full) / (servers - load),
  );
});

test("M/M/1/3 loses the share of customers that finds three inside: (1 - rho) rho^3 / (1 - rho^4)", () => {
  const rho = 0.8;
  const queue = { gap: exponential(1 / rho), service: exponential(1), servers: 1, room: 3, customers: 40_000 };
  const seen = replicate((replication) => serve(queue, { seed: 8, replication }));
  expectTheory(
    seen.map(({ lost, arrived }) => lost / arrived),
    ((1 - rho) * rho * rho * rho) / (1 - rho * rho * rho * rho),
  );
});

describe("laws that hold in every run, not on average", () => {
  const queue = {
    gap: exponential(1.25),
    service: hyperexponential([
      { weight: 1, mean: 0.5 },
      { weight: 1, mean: 1.5 },
    ]),
    servers: 1,
    customers: 5000,
  };

  test("Little: the integral of the number inside is the sum of the times spent inside", () => {
    const { inSystem, elapsed, sojourns } = serve(queue, { seed: 9, replication: 0 }, 500);
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
