// The same engine without processes. A handler is registered once and scheduled often, with an integer argument. No
// generator is created or resumed, so this is the fast style. The model: one server, 100,000 random arrivals.

import { exponential, RandomStreams, Simulation, Tally, TimeWeighted } from "iofd/engine";

const customers = 100_000;
const sim = new Simulation();
const streams = new RandomStreams({ seed: 1, replication: 0 });
const [gaps, services] = [streams.stream("gap"), streams.stream("service")];
const [gap, service] = [exponential(2), exponential(1)];

const arrivedAt = new Float64Array(customers);
const inSystem = new TimeWeighted(sim);
const waits = new Tally();

const arrive = sim.handler("arrive", (customer) => {
  arrivedAt[customer] = sim.now;
  inSystem.add(1);
  if (inSystem.value === 1) begin(customer);
  if (customer + 1 < customers) sim.schedule(gap.sample(gaps), arrive, customer + 1);
});

const depart = sim.handler("depart", (customer) => {
  inSystem.add(-1);
  if (inSystem.value > 0) begin(customer + 1); // served in order of arrival
});

function begin(customer: number): void {
  waits.record(sim.now - arrivedAt[customer]!);
  sim.schedule(service.sample(services), depart, customer);
}

sim.schedule(gap.sample(gaps), arrive, 0);
sim.run();

console.log(`${sim.events} events, until ${sim.now.toFixed(1)}`);
console.log(`mean wait in queue    ${waits.mean.toFixed(3)}   (theory 1)`);
console.log(`mean number in system ${inSystem.mean.toFixed(3)}   (theory 1)`);
