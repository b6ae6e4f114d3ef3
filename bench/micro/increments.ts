/** How long after it each event of HOLD schedules the next one: what tells queues of future events apart. */

import {
  constant,
  type Distribution,
  exponential,
  hyperexponential,
  pareto,
  type RandomStream,
  RandomStreams,
  uniform,
} from "../../sim/engine/index.ts";

/** More increments than a branch predictor can learn. */
export const increments = 1 << 20;

/** From the harmless to those that undo one structure or another: ties, heavy tails, scales far apart. */
const draws = {
  "exponential(1)": of(exponential(1)),
  "uniform(0, 2)": of(uniform(0, 2)),
  "90 % exponential(0.1), 10 % exponential(9.1)": of(
    hyperexponential([
      { weight: 0.9, mean: 0.1 },
      { weight: 0.1, mean: 9.1 },
    ]),
  ),
  "constant: all tie": of(constant(1)),
  "Pareto, shape 1.2": of(pareto({ shape: 1.2, least: 1 })),
  "as in a VM: whole ns, 25 % 0, 60 % to 2.2 us, 13 % to 120 us, 2 % 10 ms": asInVm,
  "0 to 15, whole: many tie": (stream) => Math.floor(16 * stream.uniform()),
  "half to 0.001, half to 1000": (stream) => (stream.uniform() < 0.5 ? 0.001 : 1000) * stream.uniform(),
} satisfies Record<string, (stream: RandomStream) => number>;

export type IncrementsName = keyof typeof draws;
export const incrementNames = Object.keys(draws) as IncrementsName[];

/** That many draws, the same each time. */
export function incrementTable(name: IncrementsName): Float64Array {
  const stream = new RandomStreams({ seed: 1, replication: 1 }).stream("increment");
  return Float64Array.from({ length: increments }, () => draws[name](stream));
}

function of(distribution: Distribution): (stream: RandomStream) => number {
  return (stream) => distribution.sample(stream);
}

function asInVm(stream: RandomStream): number {
  const kind = stream.uniform();
  if (kind < 0.25) return 0;
  if (kind < 0.85) return whole(stream, 200, 2200);
  return kind < 0.98 ? whole(stream, 20_000, 120_000) : 10_000_000;
}

function whole(stream: RandomStream, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * stream.uniform());
}
