// Streams are keyed by purpose, entity and replication, not by the order of draws. So two designs can meet the same
// customers (common random numbers), and their difference has far less noise.

import { exponential, type Process, RandomStreams, Resource, Simulation, Tally } from "iofd/engine";

interface Design {
  readonly servers: number;
  readonly serviceMean: number;
}

/** Mean time in system of 2000 customers. */
function run({ servers, serviceMean }: Design, replication: number): number {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 1, replication });
  const desk = new Resource(sim, { name: "desk", capacity: servers });
  const [gap, work] = [exponential(1.25), exponential(1)];
  const sojourns = new Tally();

  function* customer(): Process {
    const arrived = sim.now;
    const need = work.sample(streams.stream("work")); // drawn on arrival: the nth customer needs the same in both designs
    yield desk.acquire();
    yield sim.hold(serviceMean * need);
    desk.release();
    sojourns.record(sim.now - arrived);
  }
  function* source(): Process {
    for (let i = 0; i < 2000; i++) {
      yield sim.hold(gap.sample(streams.stream("gap")));
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("source", source());
  sim.run();
  return sojourns.mean;
}

const fast: Design = { servers: 1, serviceMean: 1 };
const slow: Design = { servers: 2, serviceMean: 2 };

const [common, independent] = [new Tally(), new Tally()];
for (let replication = 0; replication < 50; replication++) {
  common.record(run(slow, replication) - run(fast, replication));
  independent.record(run(slow, 100 + replication) - run(fast, replication));
}

const interval = ({ mean, variance, count }: Tally) =>
  `${mean.toFixed(2)} +- ${(2.01 * Math.sqrt(variance / count)).toFixed(2)}`; // Student, 49 degrees of freedom, 95 %
console.log("two slow servers instead of one fast keep a customer longer by");
console.log(`  ${interval(common)}  with common random numbers`);
console.log(`  ${interval(independent)}  with independent ones`);
console.log("  0.56           in theory (Erlang C)");
