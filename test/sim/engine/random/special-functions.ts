import { logGamma } from "../../../../sim/engine/random/log-gamma.ts";

/** The regularised lower incomplete gamma function P(a, x), by its power series. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x > 700) return 1;
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-16; n++) {
    term *= x / (a + n);
    sum += term;
  }
  const scale = a < 0.5 ? logGamma(a + 1) - Math.log(a) : logGamma(a);
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - scale));
}

/** erf(x), which is P(1/2, x^2) with the sign of x. */
export function errorFunction(x: number): number {
  return Math.sign(x) * lowerGamma(0.5, x * x);
}
