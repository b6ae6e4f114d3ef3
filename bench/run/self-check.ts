/** The engine against theory: M/M/1, run with every result and kept with it. */

import { exponential, type Process, RandomStreams, Resource, Simulation, Tally } from "../../sim/index.ts";
import { type Estimate, estimate } from "../stats/estimate.ts";
import type { Pool } from "./pool.ts";

/** Arrivals at 0.8 of what the server can do; mean service 1. */
const utilisation = 0.8;
const customers = 100_000;
const warmup = 5_000;
const replications = 10;

/** The mean wait in queue as simulated, beside what queueing theory says. */
export interface SelfCheck {
  readonly what: string;
  readonly simulated: Estimate;
  readonly theory: number;
  readonly passed: boolean;
}

export interface QueueJob {
  readonly seed: number;
  readonly replication: number;
}

/** Runs the check; a failure is shown, not thrown: the reader decides what to believe. */
export async function selfCheck(pool: Pool, seed: number): Promise<SelfCheck> {
  const jobs = Array.from({ length: replications }, (_, i) => ({ seed, replication: i + 1 }));
  const simulated = estimate(await pool.queue(jobs));
  const theory = utilisation / (1 - utilisation);
  const what = `M/M/1 at utilisation ${utilisation}: mean wait in queue, in service times (rho / (1 - rho))`;
  return { what, simulated, theory, passed: simulated.low <= theory && theory <= simulated.high };
}

/** One replication: the mean wait in queue after the warm-up. */
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
