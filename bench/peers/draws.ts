/** The random numbers of the workloads. Every driver draws the same ones, in its own language. */

/** Seeds of the generator: delays of HOLD, gaps and service times of M/M/1. */
export const seeds = { hold: 2463534242, gaps: 362436069, services: 521288629 };

/** HOLD draws so many delays and then repeats them: too many for a branch predictor to learn. */
export const increments = 1 << 20;

/** Exponential numbers of mean 1: xorshift32 (Marsaglia 2003), then -log. */
export function exponentials(state: number, count: number): Float64Array {
  const drawn = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    drawn[i] = -Math.log((state >>> 0) / 2 ** 32);
  }
  return drawn;
}
