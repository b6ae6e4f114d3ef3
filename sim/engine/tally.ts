import { SimulationError } from "./error.ts";
import { LogHistogram } from "./log-histogram.ts";

/** Indices into the sums of a tally. */
const LATEST = 0;
const COUNT = 1;
const TOTAL = 2;
const CENTER = 3;
const SQUARES = 4;
const LEAST = 5;
const MOST = 6;

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact (as doubles add), the variance is by
 * Welford's method (Technometrics 4, 1962), and quantiles come from a histogram of logarithmic buckets, within a relative
 * 2^-11 of an observation. Merging is exact for all but rounding in sums, and depends on no order but that of the merges.
 */
export class Tally {
  /** What is known of the observations; in an array, since a double handed to a function may cost an object. */
  private readonly sums = new Float64Array(7);
  private histogram = new LogHistogram(this.sums);

  constructor() {
    this.reset();
  }

  /** Takes one observation, in any unit. Throws `invalid-argument` unless it is finite. */
  record(x: number): void {
    this.sums[LATEST] = x;
    this.take();
  }

  get count(): number {
    return this.sums[COUNT]!;
  }

  get sum(): number {
    return this.sums[TOTAL]!;
  }

  /** NaN of no observations, as are all below. */
  get mean(): number {
    return this.sums[TOTAL]! / this.sums[COUNT]!;
  }

  /** The sample's variance, with divisor count - 1; NaN of fewer than two. */
  get variance(): number {
    return this.count > 1 ? this.sums[SQUARES]! / (this.count - 1) : Number.NaN;
  }

  get min(): number {
    return this.count > 0 ? this.sums[LEAST]! : Number.NaN;
  }

  get max(): number {
    return this.count > 0 ? this.sums[MOST]! : Number.NaN;
  }

  /** The smallest observation that at least a fraction `p` of all do not exceed, to a relative 2^-11. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new SimulationError("invalid-argument", `quantile ${p} is not within 0 and 1`);
    const { count } = this;
    if (count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * count));
    if (rank === 1) return this.min;
    if (rank === count) return this.max;
    return Math.min(this.max, Math.max(this.min, this.histogram.valueAt(rank)));
  }

  /** Takes in all that `other` has observed (T. Chan, G. Golub, R. LeVeque, 1979, for the variance). */
  merge(other: Tally): void {
    if (other.count === 0) return;
    const { sums } = this;
    const count = this.count + other.count;
    const off = other.sums[CENTER]! - sums[CENTER]!;
    sums[SQUARES]! += other.sums[SQUARES]! + (off * off * this.count * other.count) / count;
    sums[CENTER]! += (off * other.count) / count;
    sums[TOTAL]! += other.sum;
    sums[COUNT] = count;
    sums[LEAST] = Math.min(sums[LEAST]!, other.sums[LEAST]!);
    sums[MOST] = Math.max(sums[MOST]!, other.sums[MOST]!);
    this.histogram.merge(other.histogram);
  }

  /** Forgets everything: for the end of the warm-up. */
  reset(): void {
    this.sums.fill(0);
    this.sums[LEAST] = Number.POSITIVE_INFINITY;
    this.sums[MOST] = Number.NEGATIVE_INFINITY;
    this.histogram = new LogHistogram(this.sums);
  }

  private take(): void {
    const sums = this.sums;
    const x = sums[LATEST]!;
    if (!(x - x === 0)) throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    const count = sums[COUNT]! + 1;
    const off = x - sums[CENTER]!;
    const center = sums[CENTER]! + off / count;
    sums[COUNT] = count;
    sums[TOTAL]! += x;
    sums[CENTER] = center;
    sums[SQUARES]! += off * (x - center);
    if (x < sums[LEAST]!) sums[LEAST] = x;
    if (x > sums[MOST]!) sums[MOST] = x;
    this.histogram.add();
  }
}
