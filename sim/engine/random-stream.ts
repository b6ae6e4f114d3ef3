import type { State } from "./gf2.ts";

const TWO_TO_21 = 2097152;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

/**
 * A stream of random numbers: xoroshiro128+ (D. Blackman, S. Vigna, 2018), step for step that of pure-rand, of which
 * it gives the upper 53 of each draw's 64 bits where pure-rand gives the lower 32.
 */
export class RandomStream {
  private h0 = 0;
  private l0 = 0;
  private h1 = 0;
  private l1 = 0;
  private made = 0;
  /** @internal The upper and lower 32 bits of the last draw, as signed integers. */
  high = 0;
  low = 0;

  constructor(state: State) {
    [this.h0, this.l0, this.h1, this.l1] = state;
  }

  /** @internal Where it stands in the orbit. */
  get state(): State {
    return [this.h0, this.l0, this.h1, this.l1];
  }

  /** 64-bit draws made so far. */
  get draws(): number {
    return this.made;
  }

  /** Uniform on [0, 1), one of 2^53 equally spaced values. */
  uniform(): number {
    this.draw();
    return ((this.high >>> 0) * TWO_TO_21 + (this.low >>> 11)) * TWO_TO_MINUS_53;
  }

  /** @internal Makes a draw, into `high` and `low`. */
  draw(): void {
    const h0 = this.h0;
    const l0 = this.l0;
    const sum = (l0 >>> 0) + (this.l1 >>> 0);
    this.low = sum | 0;
    this.high = (h0 + this.h1 + (sum > 0xffffffff ? 1 : 0)) | 0;
    const low = this.l1 ^ l0;
    const high = this.h1 ^ h0;
    this.l0 = (l0 << 24) ^ (h0 >>> 8) ^ low ^ (low << 16);
    this.h0 = (h0 << 24) ^ (l0 >>> 8) ^ high ^ ((high << 16) | (low >>> 16));
    this.l1 = (high << 5) ^ (low >>> 27);
    this.h1 = (low << 5) ^ (high >>> 27);
    this.made++;
  }
}
