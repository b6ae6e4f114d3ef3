// Little's law, L = lambda W, needs no exponential distribution: it is bookkeeping. It holds exactly over a run that
// begins and ends empty. Here: three servers, bursts of arrivals and lognormal service.

import {
  discrete,
  lognormal,
  type Process,
  RandomStreams,
  Rate,
  Resource,
  Simulation,
  Tally,
  TimeWeighted,
  weibull,
} from "iofd/engine";

const sim = new Simulation();
const streams = new RandomStreams({ seed: 1, replication: 0 });
const gap = weibull({ shape: 0.5, scale: 1 });
const party = discrete([
  { value: 1, weight: 3 },
  { value: 4, weight: 1 },
]);
const service = lognormal({ mean: 2, cv: 1.5 });

const servers = new Resource(sim, { name: "servers", capacity: 3 });
const arrivals = new Rate(sim);
const inSystem = new TimeWeighted(sim);
const sojourns = new Tally();

function* customer(): Process {
  const arrived = sim.now;
  arrivals.record();
  inSystem.add(1);
  yield servers.acquire();
  yield sim.hold(service.sample(streams.stream("service")));
  servers.release();
  inSystem.add(-1);
  sojourns.record(sim.now - arrived);
}

function* source(): Process {
  for (let parties = 0; parties < 20_000; parties++) {
    yield sim.hold(gap.sample(streams.stream("gap")));
    const size = party.sample(streams.stream("party"));
    for (let guest = 0; guest < size; guest++) sim.spawn("customer", customer());
  }
}

sim.spawn("source", source());
sim.run();

const [l, lambda, w] = [inSystem.mean, arrivals.perTime, sojourns.mean];
console.log(`L        ${l.toFixed(9)}   mean number in system, over time`);
console.log(
  `lambda W ${(lambda * w).toFixed(9)}   ${lambda.toFixed(6)} arrivals a unit of time x ${w.toFixed(6)} inside each`,
);
