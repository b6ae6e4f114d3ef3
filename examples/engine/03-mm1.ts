// M/M/1 with processes: each customer is a process, which reads like the customer's own story.
// Model and random streams are those of 02-handlers, so the waits are the same.

import { exponential, type Process, RandomStreams, Resource, Simulation, Tally } from "iofd/engine";

const sim = new Simulation();
const streams = new RandomStreams({ seed: 1, replication: 0 });
const [gaps, services] = [streams.stream("gap"), streams.stream("service")];
const [gap, service] = [exponential(2), exponential(1)];

const server = new Resource(sim, { name: "server" });
const waits = new Tally();

function* customer(): Process {
  const arrived = sim.now;
  yield server.acquire();
  waits.record(sim.now - arrived);
  yield sim.hold(service.sample(services));
  server.release();
}

function* source(): Process {
  for (let customers = 0; customers < 100_000; customers++) {
    yield sim.hold(gap.sample(gaps));
    sim.spawn("customer", customer());
  }
}

sim.spawn("source", source());
sim.run();

const load = service.mean / gap.mean;
console.log(`utilisation        ${server.busy.mean.toFixed(3)}   (theory ${load})`);
console.log(`mean wait in queue ${waits.mean.toFixed(3)}   (theory ${(load * service.mean) / (1 - load)})`);
console.log(`mean queue length  ${server.queued.mean.toFixed(3)}   (theory ${(load * load) / (1 - load)})`);
console.log(`nine in ten wait less than ${waits.quantile(0.9).toFixed(2)}   (theory ${(2 * Math.log(5)).toFixed(2)})`);
