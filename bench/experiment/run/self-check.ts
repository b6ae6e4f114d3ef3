/** The engine against theory: M/M/1, run with every result and kept with it. */

import type { Pool } from "../../host/pool/thread-pool.ts";
import { type Estimate, estimate } from "../stats/estimate.ts";
import { utilisation } from "./mm1.ts";

const replications = 10;

/** The mean wait in queue as simulated, beside what queueing theory says. */
export interface SelfCheck {
  readonly what: string;
  readonly simulated: Estimate;
  readonly theory: number;
  readonly passed: boolean;
}

/** Runs the check; a failure is shown, not thrown: the reader decides what to believe. */
export async function selfCheck(pool: Pool, seed: number): Promise<SelfCheck> {
  const jobs = Array.from({ length: replications }, (_, i) => ({ seed, replication: i + 1 }));
  const simulated = estimate(await pool.queue(jobs));
  const theory = utilisation / (1 - utilisation);
  const what = `M/M/1 at utilisation ${utilisation}: mean wait in queue, in service times (rho / (1 - rho))`;
  return { what, simulated, theory, passed: simulated.low <= theory && theory <= simulated.high };
}
