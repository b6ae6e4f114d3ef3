/** What a worker process does. */

import { KernelResources } from "./kernel-system.ts";
import { checkSeed, type Divergence, type Tally } from "./oracle.ts";

/** Scripts of consecutive seeds until they have `steps` steps together. */
export interface Batch {
  readonly firstSeed: number;
  readonly steps: number;
}

export interface BatchResult {
  readonly steps: number;
  readonly scripts: number;
  readonly tally: Tally;
  /** The last script's, at which the batch ended. */
  readonly divergence: Divergence | null;
}

/** Judges a batch. */
export function checkBatch(batch: Batch): BatchResult {
  const host = new KernelResources();
  const tally: Tally = {};
  let [steps, scripts] = [0, 0];
  try {
    while (steps < batch.steps) {
      const verdict = checkSeed({ host, ours: "upstream" }, batch.firstSeed + scripts, tally);
      steps += verdict.steps;
      scripts++;
      if (verdict.divergence !== null) return { steps, scripts, tally, divergence: verdict.divergence };
    }
    return { steps, scripts, tally, divergence: null };
  } finally {
    host.close();
  }
}
