/** Checks the engine against theory with every run: M/M/1. */

import type { SelfCheck } from "../result/self-check.ts";
import { estimate } from "../stats/estimate.ts";
import type { Executor } from "./executor.ts";
import { utilisation } from "./mm1.ts";

const replications = 10;

/** Runs the check. A failure is kept in the result, not thrown: the reader decides. */
export async function selfCheck(executor: Executor, seed: number): Promise<SelfCheck> {
  const jobs = Array.from({ length: replications }, (_, i) => ({ seed, replication: i + 1 }));
  const simulated = estimate(await Promise.all(jobs.map((job) => executor.queue(job))));
  const theory = utilisation / (1 - utilisation);
  const what = `M/M/1 at utilisation ${utilisation}: mean wait in queue, in service times (rho / (1 - rho))`;
  return { what, simulated, theory, passed: simulated.low <= theory && theory <= simulated.high };
}
