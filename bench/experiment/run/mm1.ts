/** M/M/1 on the engine, with processes and a resource as the machine model uses them. */

import { exponential, type Process, RandomStreams, Resource, Simulation, Tally } from "../../../sim/index.ts";

/** Arrival rate over service rate; the mean service time is 1. */
export const utilisation = 0.8;
const customers = 100_000;
const warmup = 5_000;

/** One replication to run. */
export interface QueueJob {
  readonly seed: number;
  readonly replication: number;
}

/** The mean wait in queue after the warm-up. */
export function waitInQueue({ seed, replication }: QueueJob): number {
  const sim = new Simulation();
  const streams = new RandomStreams({ seed, replication });
  const [gaps, services] = [streams.stream("self-check arrival"), streams.stream("self-check service")];
  const [gap, service] = [exponential(1 / utilisation), exponential(1)];
  const server = new Resource(sim, { name: "server" });
  const waits = new Tally();

  function* customer(index: number): Process {
    const arrived = sim.now;
    yield server.acquire();
    if (index >= warmup) waits.record(sim.now - arrived);
    yield sim.hold(service.sample(services));
    server.release();
  }
  function* source(): Process {
    for (let index = 0; index < customers; index++) {
      yield sim.hold(gap.sample(gaps));
      sim.spawn("customer", customer(index));
    }
  }
  sim.spawn("source", source());
  sim.run();
  return waits.mean;
}
