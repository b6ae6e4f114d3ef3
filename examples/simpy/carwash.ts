// A car wash: two bays, five minutes a car, a car about every three minutes.
import { type Process, RandomStreams, Resource, Simulation, Tally, uniform } from "iofd/engine";

const [days, open, capacity, wash] = [200, 600, 2, 5];

function day(replication: number): Tally {
  const sim = new Simulation();
  const gaps = new RandomStreams({ seed: 1, replication }).stream("gap");
  const bays = new Resource(sim, { name: "bays", capacity });
  const waits = new Tally();

  function* car(): Process {
    const arrived = sim.now;
    yield bays.acquire();
    waits.record(sim.now - arrived);
    yield sim.hold(wash);
    bays.release();
  }

  function* street(): Process {
    for (;;) {
      yield sim.hold(uniform(1, 5).sample(gaps));
      sim.spawn("car", car());
    }
  }

  sim.spawn("street", street());
  sim.run({ time: open });
  return waits;
}

const waits = new Tally();
for (let number = 0; number < days; number++) waits.merge(day(number));
console.log(`cars a day ${(waits.count / days).toFixed(1)}`);
console.log(`mean wait  ${waits.mean.toFixed(2)} minutes`);
console.log(`longest    ${waits.max.toFixed(1)} minutes`);
