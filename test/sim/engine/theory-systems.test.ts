import { describe, test } from "vitest";
import {
  type Distribution,
  exponential,
  Interrupted,
  PreemptiveResource,
  type Process,
  type RandomStream,
  RandomStreams,
  Resource,
  Simulation,
  Tally,
  TimeWeighted,
} from "../../../sim/engine/index.ts";
import { expectTheory, replicate } from "./replications.ts";

interface Arrivals {
  readonly gap: Distribution;
  readonly stream: RandomStream;
}

/** Customers without end. */
function arrive(sim: Simulation, { gap, stream }: Arrivals, customer: () => Process): void {
  function* street(): Process {
    for (;;) {
      yield sim.hold(gap.sample(stream));
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("street", street());
}

/** Runs for a warm-up, of which the monitors remember nothing, and `length` after it. */
function runPastWarmup(sim: Simulation, length: number): void {
  sim.run({ time: 2000 });
  sim.resetMonitors();
  sim.run({ time: 2000 + length });
}

describe("two classes at one server, the more urgent first: mean time in system of each", () => {
  const classes = [
    { rate: 0.25, service: exponential(1) },
    { rate: 0.2, service: exponential(1.5) },
  ];
  const [load1, load2] = [0.25, 0.3];
  const [residual1, residual2] = [0.25 * 1, 0.2 * 1.5 * 1.5]; // rate x E[S^2] / 2

  /** Mean times in system; `visit` is what a customer does from arrival to departure. */
  function sojourns(
    source: { seed: number; replication: number },
    visit: (sim: Simulation) => (priority: number, work: number) => Process,
  ): number[] {
    const sim = new Simulation();
    const streams = new RandomStreams(source);
    const stay = visit(sim);
    const tallies = classes.map(() => sim.watch(new Tally()));
    for (const [priority, { rate, service }] of classes.entries()) {
      arrive(sim, { gap: exponential(1 / rate), stream: streams.stream("gap", priority) }, function* () {
        const arrived = sim.now;
        yield* stay(priority, service.sample(streams.stream("service", priority)));
        tallies[priority]!.record(sim.now - arrived);
      });
    }
    runPastWarmup(sim, 140_000);
    return tallies.map((tally) => tally.mean);
  }

  test("non-preemptive (A. Cobham, Operations Research 2(1), 1954)", () => {
    const seen = replicate((replication) =>
      sojourns({ seed: 1, replication }, (sim) => {
        const server = new Resource(sim, { name: "server" });
        return function* (priority, work) {
          yield server.acquire(priority);
          yield sim.hold(work);
          server.release();
        };
      }),
    );
    const residual = residual1 + residual2;
    expectTheory(
      seen.map(([urgent]) => urgent!),
      1 + residual / (1 - load1),
    );
    expectTheory(
      seen.map(([, patient]) => patient!),
      1.5 + residual / ((1 - load1) * (1 - load1 - load2)),
    );
  });

  test("preemptive-resume: the urgent class sees an M/M/1 of its own", () => {
    const seen = replicate((replication) =>
      sojourns({ seed: 2, replication }, (sim) => {
        const server = new PreemptiveResource(sim, { name: "server" });
        return function* (priority, work) {
          for (let left = work; left > 0; ) {
            yield server.acquire(priority);
            const since = sim.now;
            try {
              yield sim.hold(left);
              left = 0;
            } catch (error) {
              if (!(error instanceof Interrupted)) throw error;
              left -= sim.now - since;
            }
          }
          server.release();
        };
      }),
    );
    expectTheory(
      seen.map(([urgent]) => urgent!),
      1 / (1 - load1),
    );
    expectTheory(
      seen.map(([, patient]) => patient!),
      1.5 / (1 - load1) + (residual1 + residual2) / ((1 - load1) * (1 - load1 - load2)),
    );
  });
});

test("two queues in tandem: what leaves the first is Poisson (P. Burke, 1956), so the second is M/M/1 too", () => {
  const rate = 0.5;
  const services = [exponential(1), exponential(1.2)];
  const seen = replicate((replication) => {
    const sim = new Simulation();
    const streams = new RandomStreams({ seed: 3, replication });
    const stations = services.map((service, i) => ({
      service,
      stream: streams.stream("service", i),
      server: new Resource(sim, { name: `station ${i}` }),
      waits: sim.watch(new Tally()),
    }));
    arrive(sim, { gap: exponential(1 / rate), stream: streams.stream("gap") }, function* () {
      for (const { service, stream, server, waits } of stations) {
        const arrived = sim.now;
        yield server.acquire();
        waits.record(sim.now - arrived);
        yield sim.hold(service.sample(stream));
        server.release();
      }
    });
    runPastWarmup(sim, 220_000);
    return stations.map(({ waits }) => waits.mean);
  });
  for (const [i, { mean }] of services.entries()) {
    const load = rate * mean;
    expectTheory(
      seen.map((waits) => waits[i]!),
      (load * mean) / (1 - load),
    );
  }
});

test("machine repair, five machines and two repairers, by the birth-death equations", () => {
  const [machines, repairers, life, repair] = [5, 2, exponential(10), exponential(4)];
  const seen = replicate((replication) => {
    const sim = new Simulation();
    const streams = new RandomStreams({ seed: 4, replication });
    const crew = new Resource(sim, { name: "crew", capacity: repairers });
    const up = sim.watch(new TimeWeighted(sim, machines));
    function* machine(number: number): Process {
      const [lives, repairs] = [streams.stream("life", number), streams.stream("repair", number)];
      for (;;) {
        yield sim.hold(life.sample(lives));
        up.add(-1);
        yield crew.acquire();
        yield sim.hold(repair.sample(repairs));
        crew.release();
        up.add(1);
      }
    }
    for (let number = 0; number < machines; number++) sim.spawn("machine", machine(number));
    runPastWarmup(sim, 100_000);
    return { up: up.mean, busy: crew.busy.mean, queued: crew.queued.mean };
  });

  const weights = [1];
  for (let down = 0; down < machines; down++) {
    const [failures, repairs] = [(machines - down) / life.mean, Math.min(down + 1, repairers) / repair.mean];
    weights.push((weights[down]! * failures) / repairs);
  }
  const total = weights.reduce((a, b) => a + b);
  const expected = (of: (down: number) => number) =>
    weights.reduce((sum, weight, down) => sum + (weight / total) * of(down), 0);
  expectTheory(
    seen.map(({ up }) => up),
    expected((down) => machines - down),
  );
  expectTheory(
    seen.map(({ busy }) => busy),
    expected((down) => Math.min(down, repairers)),
  );
  expectTheory(
    seen.map(({ queued }) => queued),
    expected((down) => Math.max(0, down - repairers)),
  );
});
