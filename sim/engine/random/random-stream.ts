import type { State } from "./gf2.ts";

const TWO_TO_21 = 2097152;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

/**
 * A stream of random numbers: xoroshiro128+ (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators",
 * 2018). Its steps are those of pure-rand, but it gives the upper 53 of each draw's 64 bits where pure-rand gives the
 * lower 32.
 */
export class RandomStream {
  /** @internal The lower 32 bits of the last draw, as a signed integer. */
  low = 0;
  /** s0 upper, s0 lower, s1 upper, s1 lower. */
  private readonly state = new Int32Array(4);
  private made = 0;

  constructor(state: State) {
    this.state.set(state);
  }

  /** 64-bit draws made so far. */
  get draws(): number {
    return this.made;
  }

  /** Uniform on [0, 1), one of 2^53 equally spaced values. */
  uniform(): number {
    const high = this.draw();
    return ((high >>> 0) * TWO_TO_21 + (this.low >>> 11)) * TWO_TO_MINUS_53;
  }

  /** @internal Draws 64 bits: returns the upper 32 as a signed integer, and leaves the lower 32 in `low`. */
  draw(): number {
    const state = this.state;
    const h0 = state[0]!;
    const l0 = state[1]!;
    const h1 = state[2]!;
    const l1 = state[3]!;
    const sum = (l0 + l1) | 0;
    const carry = ((l0 & l1) | ((l0 | l1) & ~sum)) >>> 31;
    const high = h1 ^ h0;
    const low = l1 ^ l0;
    state[0] = (h0 << 24) ^ (l0 >>> 8) ^ high ^ ((high << 16) | (low >>> 16));
    state[1] = (l0 << 24) ^ (h0 >>> 8) ^ low ^ (low << 16);
    state[2] = (low << 5) ^ (high >>> 27);
    state[3] = (high << 5) ^ (low >>> 27);
    this.low = sum;
    this.made++;
    return (h0 + h1 + carry) | 0;
  }
}
