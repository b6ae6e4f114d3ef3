// A bank with one clerk, whose customers leave when they have waited too long.
import { exponential, type Process, RandomStreams, Resource, Simulation, Tally, uniform } from "iofd/engine";

const [mornings, open] = [200, 240];

function morning(replication: number): { waits: Tally; reneged: number } {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed: 1, replication });
  const clerk = new Resource(sim, { name: "clerk" });
  const waits = new Tally();
  let reneged = 0;

  function* customer(): Process {
    const arrived = sim.now;
    const patience = uniform(5, 15).sample(streams.stream("patience"));
    yield sim.withTimeout(clerk.acquire(), patience);
    if (sim.timedOut) {
      reneged++;
      return;
    }
    waits.record(sim.now - arrived);
    yield sim.hold(exponential(8).sample(streams.stream("service")));
    clerk.release();
  }

  function* door(): Process {
    for (;;) {
      yield sim.hold(exponential(6).sample(streams.stream("gap")));
      sim.spawn("customer", customer());
    }
  }

  sim.spawn("door", door());
  sim.run({ time: open });
  return { waits, reneged };
}

const waits = new Tally();
let lost = 0;
for (let number = 0; number < mornings; number++) {
  const seen = morning(number);
  waits.merge(seen.waits);
  lost += seen.reneged;
}
console.log(`served a morning     ${(waits.count / mornings).toFixed(1)}`);
console.log(`left a morning       ${(lost / mornings).toFixed(1)}`);
console.log(`mean wait of served  ${waits.mean.toFixed(2)} minutes`);
