import { type Distribution, invalid, positive, random } from "./distribution.ts";
import { logGamma } from "./log-gamma.ts";
import { standardExponential } from "./ziggurat.ts";

/** Exponential: the gaps of a Poisson process with rate 1 / mean. */
export function exponential(mean: number): Distribution {
  positive("exponential", { mean });
  return random(mean, (stream) => mean * standardExponential(stream));
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

/** Hyperexponential: one of several exponentials, chosen by weight; its coefficient of variation is 1 or more. */
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

/**
 * Weibull: scale x E^(1 / shape) of a standard exponential E. The hazard falls for a shape below 1 and rises above 1.
 */
export function weibull({ shape, scale }: { shape: number; scale: number }): Distribution {
  positive("weibull", { shape, scale });
  const mean = scale * Math.exp(logGamma(1 + 1 / shape));
  return random(mean, (stream) => scale * Math.exp(Math.log(standardExponential(stream)) / shape));
}

/**
 * Pareto (type I): at least `least`, and above x with probability (least / x)^shape. The mean is Infinity if shape <=
 * 1.
 */
export function pareto({ shape, least }: { shape: number; least: number }): Distribution {
  positive("pareto", { shape, least });
  const mean = shape > 1 ? (shape * least) / (shape - 1) : Number.POSITIVE_INFINITY;
  return random(mean, (stream) => least * Math.exp(standardExponential(stream) / shape));
}
