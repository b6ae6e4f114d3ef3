import { ArgumentError } from "./argument-error.ts";
import { checkU64, shown } from "./arguments.ts";

const WORD = 4294967296;

/** From 2^53 on, two different u64 can have the same nearest double. Below it, `approx` alone is exact. */
export const EXACT_LIMIT = 9007199254740992;

/**
 * An exact unsigned 64-bit number that compares fast. `approx` is the nearest double, and rounding never reverses an
 * order. So a comparison looks at the halves only if both `approx` are equal and at or above `EXACT_LIMIT`.
 */
export class U64 {
  /** Nearest double. 2^64-1 reads 2^64 here. */
  readonly approx: number;
  // Signed, so that V8 stores every value as an integer in the object, not as a number on the heap.
  readonly #hi: number;
  readonly #lo: number;

  /** From two halves, each an integer that is taken modulo 2^32. */
  constructor(hi: number, lo: number) {
    if (typeof hi !== "number") throw new ArgumentError("hi", `expected a number, not ${shown(hi)}`);
    if (typeof lo !== "number") throw new ArgumentError("lo", `expected a number, not ${shown(lo)}`);
    this.#hi = hi | 0;
    this.#lo = lo | 0;
    this.approx = (hi >>> 0) * WORD + (lo >>> 0);
  }

  /** Upper 32 bits, unsigned. */
  get hi(): number {
    return this.#hi >>> 0;
  }

  /** Lower 32 bits, unsigned. */
  get lo(): number {
    return this.#lo >>> 0;
  }

  /**
   * From an integer, 0 to 2^64-1; a `number` must be at most 2^53-1, where it is exact. `name` is its name in an error.
   */
  static of(v: bigint | number, name = "v"): U64 {
    if (typeof v === "bigint") {
      checkU64(name, v);
      return new U64(Number(v >> 32n), Number(v & 0xffffffffn));
    }
    if (!Number.isSafeInteger(v) || v < 0) {
      throw new ArgumentError(name, `expected a bigint, or a number from 0 to 2^53-1, not ${shown(v)}`);
    }
    return new U64(Math.floor(v / WORD), v);
  }

  /** The sum modulo 2^64; `n` is a safe integer and may be negative. */
  plus(n: number): U64 {
    if (!Number.isSafeInteger(n)) throw new ArgumentError("n", `expected a safe integer, not ${shown(n)}`);
    const nHi = Math.floor(n / WORD);
    const lo = this.lo + (n - nHi * WORD);
    return new U64(this.hi + nHi + (lo >= WORD ? 1 : 0), lo);
  }

  toBigInt(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo);
  }
}

/** Whether both are the same number. */
export function equalU64(a: U64, b: U64): boolean {
  return a.lo === b.lo && a.hi === b.hi;
}

/** Whether `a` is less than `b`, exactly. */
export function lessU64(a: U64, b: U64): boolean {
  if (a.approx !== b.approx) return a.approx < b.approx;
  return a.approx >= EXACT_LIMIT && lessHalves(a.hi, a.lo, b.hi, b.lo);
}

/** `lessU64` of two numbers given as halves, for callers that keep them in typed arrays. */
export function lessHalves(aHi: number, aLo: number, bHi: number, bLo: number): boolean {
  return aHi < bHi || (aHi === bHi && aLo < bLo);
}
