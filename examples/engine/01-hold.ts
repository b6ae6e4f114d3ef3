// A process is a generator that lives in simulated time: `hold` lets time pass.
// Events at the same instant fire in the order in which they were scheduled.

import { type Process, Simulation } from "iofd/engine";

const sim = new Simulation();
const say = (what: string) => console.log(`minute ${String(sim.now).padStart(2)}: ${what}`);

function* ferry(name: string, crossing: number): Process {
  for (let trip = 1; ; trip++) {
    say(`${name} leaves for trip ${trip}`);
    yield sim.hold(crossing);
    say(`${name} has arrived and unloads`);
    yield sim.hold(5);
  }
}

sim.spawn("Anna", ferry("Anna", 20));
sim.spawn("Berta", ferry("Berta", 15), 10); // starts at minute 10

sim.run({ time: 50 }); // includes the events of minute 50
say(`the day ends, with ${sim.pending} events still to come`);
