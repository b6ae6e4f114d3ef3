import { SimulationError } from "./error.ts";
import { LogHistogram } from "./log-histogram.ts";

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact (as doubles add), the variance is by
 * Welford's method (Technometrics 4, 1962), and quantiles come from a histogram of logarithmic buckets, within a relative
 * 2^-11 of an observation. Merging is exact for all but rounding in sums, and depends on no order but that of the merges.
 */
export class Tally {
  private observed = 0;
  private total = 0.5;
  private center = 0.5;
  private squares = 0.5;
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;
  private histogram = new LogHistogram();

  constructor() {
    this.reset();
  }

  /** Takes one observation, in any unit. Throws `invalid-argument` unless it is finite. */
  record(x: number): void {
    if (!(x - x === 0)) throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    this.observed++;
    this.total += x;
    const off = x - this.center;
    this.center += off / this.observed;
    this.squares += off * (x - this.center);
    if (x < this.least) this.least = x;
    if (x > this.most) this.most = x;
    this.histogram.add(x);
  }

  get count(): number {
    return this.observed;
  }

  get sum(): number {
    return this.total;
  }

  /** NaN of no observations, as are all below. */
  get mean(): number {
    return this.total / this.observed;
  }

  /** The sample's variance, with divisor count - 1; NaN of fewer than two. */
  get variance(): number {
    return this.observed > 1 ? this.squares / (this.observed - 1) : Number.NaN;
  }

  get min(): number {
    return this.observed > 0 ? this.least : Number.NaN;
  }

  get max(): number {
    return this.observed > 0 ? this.most : Number.NaN;
  }

  /** The smallest observation that at least a fraction `p` of all do not exceed, to a relative 2^-11. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new SimulationError("invalid-argument", `quantile ${p} is not within 0 and 1`);
    if (this.observed === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * this.observed));
    if (rank === 1) return this.least;
    if (rank === this.observed) return this.most;
    return Math.min(this.most, Math.max(this.least, this.histogram.valueAt(rank)));
  }

  /** Takes in all that `other` has observed (T. Chan, G. Golub, R. LeVeque, 1979, for the variance). */
  merge(other: Tally): void {
    if (other.observed === 0) return;
    const count = this.observed + other.observed;
    const off = other.center - this.center;
    this.squares += other.squares + (off * off * this.observed * other.observed) / count;
    this.center += (off * other.observed) / count;
    this.total += other.total;
    this.observed = count;
    this.least = Math.min(this.least, other.least);
    this.most = Math.max(this.most, other.most);
    this.histogram.merge(other.histogram);
  }

  /** Forgets everything: for the end of the warm-up. */
  reset(): void {
    this.observed = 0;
    this.total = 0;
    this.center = 0;
    this.squares = 0;
    this.least = Number.POSITIVE_INFINITY;
    this.most = Number.NEGATIVE_INFINITY;
    this.histogram = new LogHistogram();
  }
}
