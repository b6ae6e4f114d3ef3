import { type Distribution, positive, random } from "./distribution.ts";
import type { RandomStream } from "./random-stream.ts";
import { standardNormal } from "./ziggurat.ts";

/** Normal (Gaussian). */
export function normal({ mean, deviation }: { mean: number; deviation: number }): Distribution {
  positive("normal", { deviation });
  return random(mean, (stream) => mean + deviation * standardNormal(stream));
}

/** Lognormal, by its own mean and coefficient of variation `cv` (deviation / mean). */
export function lognormal({ mean, cv }: { mean: number; cv: number }): Distribution {
  positive("lognormal", { mean, cv });
  const variance = Math.log(1 + cv * cv);
  const scale = Math.log(mean) - variance / 2;
  const deviation = Math.sqrt(variance);
  return random(mean, (stream) => Math.exp(scale + deviation * standardNormal(stream)));
}

/** Gamma, with mean shape x scale and variance shape x scale^2. */
export function gamma({ shape, scale }: { shape: number; scale: number }): Distribution {
  positive("gamma", { shape, scale });
  if (shape >= 1) return random(shape * scale, (stream) => scale * standardGamma(stream, shape));
  return random(shape * scale, (stream) => {
    const power = Math.exp(Math.log(1 - stream.uniform()) / shape);
    return scale * power * standardGamma(stream, shape + 1);
  });
}

/**
 * For shape >= 1 (G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000).
 */
function standardGamma(stream: RandomStream, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = standardNormal(stream);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(1 - stream.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}
