/** The program of a worker process. */

import { KernelResources } from "./kernel-system.ts";
import { checkSeed, type Divergence, type Tally } from "./oracle.ts";

/** Scripts of consecutive seeds, until they have `steps` steps together. */
export interface Batch {
  readonly firstSeed: number;
  readonly steps: number;
}

export interface BatchResult {
  readonly steps: number;
  readonly scripts: number;
  readonly tally: Tally;
  /** The divergence of the last script. It ends the batch. */
  readonly divergence: Divergence | null;
}

/** Runs a batch on the running kernel and on "upstream". */
export function checkBatch(batch: Batch): BatchResult {
  const resources = new KernelResources();
  const tally: Tally = {};
  let [steps, scripts] = [0, 0];
  try {
    while (steps < batch.steps) {
      const result = checkSeed({ resources, simulated: "upstream" }, batch.firstSeed + scripts, tally);
      steps += result.steps;
      scripts++;
      if (result.divergence !== null) return { steps, scripts, tally, divergence: result.divergence };
    }
    return { steps, scripts, tally, divergence: null };
  } finally {
    resources.close();
  }
}
