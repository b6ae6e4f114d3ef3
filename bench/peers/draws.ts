/** The random numbers that every driver draws, each in its own language. */

/** Where the generator starts, for the delays of HOLD and for the gaps and services of M/M/1. */
export const seeds = { hold: 2463534242, gaps: 362436069, services: 521288629 };

/** HOLD draws its delays once and goes round: more of them than a branch predictor can learn. */
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
