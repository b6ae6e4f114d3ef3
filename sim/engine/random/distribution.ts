import { SimulationError } from "../base/simulation-error.ts";
import type { RandomStream } from "./random-stream.ts";

/** A probability distribution. It has no stream of its own, so that one can serve many entities. */
export interface Distribution {
  /** Samples one value. The number of draws from `stream` may vary; it is 0 if `constant`. */
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

/** Shared by the factories: the error for an invalid parameter. */
export function invalid(distribution: string, needs: string, got: unknown): SimulationError {
  return new SimulationError("invalid-argument", `${distribution} needs ${needs}, and was given ${got}`);
}
