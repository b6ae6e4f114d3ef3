// The fingerprint is a hash of the trajectory: the time, name and argument of each event, in the order of firing. Equal
// fingerprints mean that two runs were the same, event for event. A model has the same fingerprint on every machine.

import { exponential, type Process, RandomStreams, Resource, Simulation } from "iofd/engine";

/** A bank with one queue, ready to run. */
function bank({ seed, servers }: { seed: number; servers: number }): Simulation {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed, replication: 0 });
  const [gap, service] = [exponential(1), exponential(1.5)];
  const desk = new Resource(sim, { name: "desk", capacity: servers });

  function* customer(): Process {
    yield desk.acquire();
    yield sim.hold(service.sample(streams.stream("service")));
    desk.release();
  }
  function* source(): Process {
    for (let i = 0; i < 1000; i++) {
      yield sim.hold(gap.sample(streams.stream("gap")));
      sim.spawn("customer", customer());
    }
  }
  sim.spawn("source", source());
  return sim;
}

function show(what: string, sim: Simulation): void {
  sim.run();
  console.log(`${what.padEnd(25)} ${sim.fingerprint} after ${sim.events} events`);
}

show("a run", bank({ seed: 1, servers: 2 }));
show("the same again", bank({ seed: 1, servers: 2 }));

const interrupted = bank({ seed: 1, servers: 2 });
while (interrupted.events < 1000) interrupted.step();
show("with a stop in the middle", interrupted);

show("another seed", bank({ seed: 2, servers: 2 }));
show("a third server", bank({ seed: 1, servers: 3 }));
