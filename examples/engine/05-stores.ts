// A store passes items from producers to consumers. A bounded store blocks producers while it is full.

import { type Process, Simulation, Store } from "iofd/engine";

interface Loaf {
  readonly number: number;
  readonly baked: number;
}

const sim = new Simulation();
const shelf = new Store<Loaf>(sim, { name: "shelf", capacity: 2 });
const say = (what: string) => console.log(`minute ${String(sim.now).padStart(2)}: ${what}`);

function* baker(): Process {
  for (let number = 1; number <= 6; number++) {
    yield sim.hold(2);
    const loaf = { number, baked: sim.now };
    yield shelf.put(loaf);
    say(`loaf ${number} is on the shelf${sim.now > loaf.baked ? ", at last" : ""}`);
  }
}

function* shop(): Process {
  for (;;) {
    yield shelf.get();
    const loaf = shelf.taken;
    say(`loaf ${loaf.number} is sold, ${sim.now - loaf.baked} minutes old`);
    yield sim.hold(5);
  }
}

sim.spawn("baker", baker());
sim.spawn("shop", shop());
sim.run();

console.log(`on the shelf: ${shelf.stored.mean.toFixed(2)} loaves on average, ${shelf.stored.max} at most`);
