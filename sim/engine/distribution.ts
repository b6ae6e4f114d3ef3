import { SimulationError } from "./error.ts";
import type { RandomStream } from "./random-stream.ts";
import { standardExponential, standardNormal } from "./ziggurat.ts";

/** A random quantity: a recipe without a stream of its own, so that one can serve many entities. */
export interface Distribution {
  /** Draws one value from `stream`; how many draws that takes may vary, and is none if `constant`. */
  sample(stream: RandomStream): number;
  /** The expectation, which may be Infinity. */
  readonly mean: number;
  /** Whether every sample equals the mean. */
  readonly constant: boolean;
}

/** Always `value`. */
export function constant(value: number): Distribution {
  if (!Number.isFinite(value)) throw invalid("constant", "a finite value", value);
  return { mean: value, constant: true, sample: () => value };
}

/** Uniform from `low` to below `high`. */
export function uniform(low: number, high: number): Distribution {
  if (!(low < high && high - low < Number.POSITIVE_INFINITY)) throw invalid("uniform", "low < high", [low, high]);
  return random((low + high) / 2, (stream) => low + (high - low) * stream.uniform());
}

/** Exponential: gaps of a Poisson process with rate 1 / mean. */
export function exponential(mean: number): Distribution {
  positive("exponential", { mean });
  return random(mean, (stream) => mean * standardExponential(stream));
}

/** Normal (Gaussian). */
export function normal({ mean, deviation }: { mean: number; deviation: number }): Distribution {
  positive("normal", { deviation });
  return random(mean, (stream) => mean + deviation * standardNormal(stream));
}

/** Lognormal, by its own mean and coefficient of variation (deviation / mean). */
export function lognormal({ mean, cv }: { mean: number; cv: number }): Distribution {
  positive("lognormal", { mean, cv });
  const variance = Math.log(1 + cv * cv);
  const scale = Math.log(mean) - variance / 2;
  const deviation = Math.sqrt(variance);
  return random(mean, (stream) => Math.exp(scale + deviation * standardNormal(stream)));
}

/** Erlang: the sum of `stages` exponentials; its coefficient of variation is 1 / sqrt(stages). */
export function erlang({ stages, mean }: { stages: number; mean: number }): Distribution {
  positive("erlang", { mean });
  if (!Number.isInteger(stages) || stages < 1) throw invalid("erlang", "stages 1, 2, 3 ...", stages);
  const each = mean / stages;
  return random(mean, (stream) => {
    let sum = 0;
    for (let stage = 0; stage < stages; stage++) sum += standardExponential(stream);
    return each * sum;
  });
}

/** Hyperexponential: one of several exponentials, each with its weight; its coefficient of variation is above 1. */
export function hyperexponential(branches: readonly { weight: number; mean: number }[]): Distribution {
  for (const { weight, mean } of branches) positive("hyperexponential", { weight, mean });
  if (branches.length === 0) throw invalid("hyperexponential", "a branch", branches.length);
  const total = branches.reduce((sum, { weight }) => sum + weight, 0);
  const mean = branches.reduce((sum, branch) => sum + branch.weight * branch.mean, 0) / total;
  return random(mean, (stream) => {
    let left = total * stream.uniform();
    let chosen = 0;
    while (chosen < branches.length - 1 && left >= branches[chosen]!.weight) left -= branches[chosen++]!.weight;
    return branches[chosen]!.mean * standardExponential(stream);
  });
}

/** Shared by the factories: a distribution that is not constant. */
export function random(mean: number, sample: (stream: RandomStream) => number): Distribution {
  return { mean, constant: false, sample };
}

/** Shared by the factories: throws `invalid-argument` unless each parameter is positive and finite. */
export function positive(distribution: string, parameters: Record<string, number>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw invalid(distribution, `${name} > 0`, value);
  }
}

/** Shared by the factories: the error for a parameter that no such distribution has. */
export function invalid(distribution: string, needs: string, got: unknown): SimulationError {
  return new SimulationError("invalid-argument", `${distribution} needs ${needs}, and was given ${got}`);
}
