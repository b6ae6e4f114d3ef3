/**
 * A polynomial over GF(2) modulo the characteristic polynomial of xoroshiro128 (24, 16, 37), as four 32-bit words,
 * least significant first. Applying x^n to a state advances it by n draws, in 128 steps for any n (H. Haramoto, M.
 * Matsumoto, T. Nishimura, F. Panneton, P. L'Ecuyer, "Efficient jump ahead for F2-linear random number generators",
 * INFORMS Journal on Computing 20(3), 2008).
 */
export type Polynomial = readonly [number, number, number, number];

/**
 * The characteristic polynomial without its leading x^128, found by Berlekamp-Massey on the lowest bit of the state.
 */
const CHARACTERISTIC: Polynomial = [0x579aa001, 0x095b8f76, 0x513b43d5, 0x0008828e];

/** The four halves of a state, in pure-rand's order: s0 high, s0 low, s1 high, s1 low. */
export type State = readonly [number, number, number, number];

/** The state one draw later (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", 2018). */
export function step(state: State): State {
  const [h0, l0, h1, l1] = state;
  const low = l1 ^ l0;
  const high = h1 ^ h0;
  return [
    (h0 << 24) ^ (l0 >>> 8) ^ high ^ ((high << 16) | (low >>> 16)),
    (l0 << 24) ^ (h0 >>> 8) ^ low ^ (low << 16),
    (low << 5) ^ (high >>> 27),
    (high << 5) ^ (low >>> 27),
  ];
}

/** The state `n` draws later, where `polynomial` is x^n. */
export function jump(state: State, polynomial: Polynomial): State {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = state;
  for (let bit = 0; bit < 128; bit++) {
    if ((polynomial[bit >> 5]! >>> (bit & 31)) & 1) {
      a ^= at[0];
      b ^= at[1];
      c ^= at[2];
      d ^= at[3];
    }
    at = step(at);
  }
  return [a, b, c, d];
}

/** x^(2^k) for k = 0 .. 127: each is the square of the one before. */
export function powersOfTwo(): Polynomial[] {
  const powers: Polynomial[] = [[2, 0, 0, 0]];
  while (powers.length < 128) powers.push(square(powers.at(-1)!));
  return powers;
}

/** Squares by inserting a 0 between the bits (squaring is linear over GF(2)), then reduces the upper half. */
function square(p: Polynomial): Polynomial {
  const wide = p.flatMap((word) => [spread(word & 0xffff), spread(word >>> 16)]);
  for (let bit = 255; bit >= 128; bit--) {
    if (((wide[bit >> 5]! >>> (bit & 31)) & 1) === 0) continue;
    wide[bit >> 5]! ^= 1 << (bit & 31);
    addShifted(wide, bit - 128);
  }
  return [wide[0]!, wide[1]!, wide[2]!, wide[3]!];
}

/** Adds the characteristic polynomial times x^shift. */
function addShifted(wide: number[], shift: number): void {
  const word = shift >> 5;
  const bits = shift & 31;
  for (let i = 0; i < 4; i++) {
    wide[word + i]! ^= CHARACTERISTIC[i]! << bits;
    if (bits > 0) wide[word + i + 1]! ^= CHARACTERISTIC[i]! >>> (32 - bits);
  }
}

function spread(half: number): number {
  let word = (half | (half << 8)) & 0x00ff00ff;
  word = (word | (word << 4)) & 0x0f0f0f0f;
  word = (word | (word << 2)) & 0x33333333;
  return (word | (word << 1)) & 0x55555555;
}
