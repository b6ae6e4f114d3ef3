// When no event is left but processes still wait in a queue, `blocked` lists them and what each waits for. The model:
// three philosophers, each of whom takes the left fork first.

import { type Process, Resource, Simulation } from "iofd/engine";

const names = ["Hypatia", "Hume", "Kant"];

function dine(order: (left: Resource, right: Resource, seat: number) => readonly [Resource, Resource]): void {
  const sim = new Simulation();
  const forks = names.map((_, seat) => new Resource(sim, { name: `fork ${seat}` }));

  function* philosopher(seat: number): Process {
    const [first, second] = order(forks[seat]!, forks[(seat + 1) % forks.length]!, seat);
    for (let meal = 0; meal < 3; meal++) {
      yield first.acquire();
      yield sim.hold(1);
      yield second.acquire();
      yield sim.hold(10);
      second.release();
      first.release();
    }
    console.log(`  ${names[seat]} has eaten three times, at ${sim.now}`);
  }

  for (const [seat, name] of names.entries()) sim.spawn(name, philosopher(seat));
  sim.run();
  for (const { process, waitsFor } of sim.blocked) console.log(`  ${process} waits for ${waitsFor}, since ${sim.now}`);
}

console.log("the left fork first:");
dine((left, right) => [left, right]);
console.log("the last philosopher takes the right fork first:");
dine((left, right, seat) => (seat === names.length - 1 ? [right, left] : [left, right]));
