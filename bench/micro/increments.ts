/** Distributions of the HOLD increment: the delay from an event to the one that it schedules. */

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

/** Too many increments for a branch predictor to learn. */
export const increments = 1 << 20;

/** Easy ones, and the worst cases of known queue structures: ties, heavy tails, time scales far apart. */
const generators = {
  "exponential(1)": sampleFrom(exponential(1)),
  "uniform(0, 2)": sampleFrom(uniform(0, 2)),
  "90 % exponential(0.1), 10 % exponential(9.1)": sampleFrom(
    hyperexponential([
      { weight: 0.9, mean: 0.1 },
      { weight: 0.1, mean: 9.1 },
    ]),
  ),
  "constant: all tie": sampleFrom(constant(1)),
  "Pareto, shape 1.2": sampleFrom(pareto({ shape: 1.2, least: 1 })),
  "as in a VM: whole ns, 25 % 0, 60 % to 2.2 us, 13 % to 120 us, 2 % 10 ms": drawAsInVm,
  "0 to 15, whole: many tie": (stream) => Math.floor(16 * stream.uniform()),
  "half to 0.001, half to 1000": (stream) => (stream.uniform() < 0.5 ? 0.001 : 1000) * stream.uniform(),
} satisfies Record<string, (stream: RandomStream) => number>;

export type IncrementsName = keyof typeof generators;
export const incrementNames = Object.keys(generators) as IncrementsName[];

/** `increments` draws. They are the same in every call. */
export function incrementTable(name: IncrementsName): Float64Array {
  const stream = new RandomStreams({ seed: 1, replication: 1 }).stream("increment");
  return Float64Array.from({ length: increments }, () => generators[name](stream));
}

function sampleFrom(distribution: Distribution): (stream: RandomStream) => number {
  return (stream) => distribution.sample(stream);
}

function drawAsInVm(stream: RandomStream): number {
  const kind = stream.uniform();
  if (kind < 0.25) return 0;
  if (kind < 0.85) return integerBetween(stream, 200, 2200);
  return kind < 0.98 ? integerBetween(stream, 20_000, 120_000) : 10_000_000;
}

function integerBetween(stream: RandomStream, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * stream.uniform());
}
