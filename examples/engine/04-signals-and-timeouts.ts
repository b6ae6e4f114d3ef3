// A signal wakes every process that waits for it, and has no memory. A time-out ends any wait in a queue.

import { type Process, Signal, Simulation } from "iofd/engine";

const sim = new Simulation();
const bus = new Signal(sim, "bus");
const say = (what: string) => console.log(`minute ${String(sim.now).padStart(2)}: ${what}`);

function* driver(): Process {
  for (;;) {
    yield sim.hold(10);
    say(`the bus stops; ${bus.waiting} are waiting`);
    bus.notify();
  }
}

function* passenger(name: string, patience: number): Process {
  yield sim.withTimeout(bus.wait(), patience);
  say(sim.timedOut ? `${name} gives up and walks` : `${name} gets on`);
}

sim.spawn("driver", driver());
sim.spawn("Ada", passenger("Ada", 15), 3);
sim.spawn("Bob", passenger("Bob", 5), 4);
sim.spawn("Cem", passenger("Cem", 15), 12); // misses the bus of minute 10: a signal has no memory
sim.spawn("Dan", passenger("Dan", 15), 10); // scheduled before the driver's hold, so in time for that bus

sim.run({ time: 30 });
