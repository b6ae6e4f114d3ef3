import type { RandomStreams } from "../../engine/index.ts";
import { drawOf } from "../costs/cost-sampler.ts";
import { quantize } from "../costs/cost-sheet.ts";
import type { OpenWorkload } from "../spec/workload-spec.ts";
import { batchOf } from "./batches.ts";

/** When batch `index` arrives; called once a batch, in order. */
export type Arrivals = (index: number) => number;

/** Arrival times of a workload, in ns from the start of the run. */
export function arrivals(workload: OpenWorkload, streams: RandomStreams): Arrivals {
  if (workload.kind === "trace") return (index) => quantize(workload.arrivals[index]!);
  const batch = batchOf(workload);
  if (workload.kind === "deterministic") return (index) => quantize((index * batch * 1e9) / workload.rate);
  const gap = drawOf({ kind: "exponential", mean: (batch * 1e9) / workload.rate }, () => streams.stream("arrival"));
  if (workload.kind === "on-off") return bursts(workload, gap, streams);
  let due = 0;
  return () => {
    due += gap();
    return due;
  };
}

/** An interrupted Poisson process: the clock of the gaps runs only during bursts. */
function bursts(workload: { on: number; off: number }, gap: () => number, streams: RandomStreams): Arrivals {
  const on = drawOf({ kind: "exponential", mean: workload.on }, () => streams.stream("burst on"));
  const off = drawOf({ kind: "exponential", mean: workload.off }, () => streams.stream("burst off"));
  let due = 0;
  let left = on();
  return () => {
    let needed = gap();
    while (needed > left) {
      due += left + off();
      needed -= left;
      left = on();
    }
    left -= needed;
    due += needed;
    return due;
  };
}
