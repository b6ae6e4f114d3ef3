import { SimulationError } from "./error.ts";
import { LogHistogram } from "./log-histogram.ts";

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact (as doubles add), the variance is by
 * Welford's method (Technometrics 4, 1962), and quantiles come from a histogram of logarithmic buckets, within a relative
 * 2^-11 of an observation. Merging is exact for all but rounding in sums, and depends on no order but that of the merges.
 */
export class Tally {
  #count = 0;
  #sum = 0.5;
  #mean = 0.5;
  #squares = 0.5;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #histogram = new LogHistogram();

  constructor() {
    this.reset();
  }

  /** Takes one observation, in any unit. Throws `invalid-argument` unless it is finite. */
  record(x: number): void {
    if (!(x - x === 0)) throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    this.#count++;
    this.#sum += x;
    const off = x - this.#mean;
    this.#mean += off / this.#count;
    this.#squares += off * (x - this.#mean);
    if (x < this.#min) this.#min = x;
    if (x > this.#max) this.#max = x;
    this.#histogram.add(x);
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** NaN of no observations, as are all below. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  /** The sample's variance, with divisor count - 1; NaN of fewer than two. */
  get variance(): number {
    return this.#count > 1 ? this.#squares / (this.#count - 1) : Number.NaN;
  }

  get min(): number {
    return this.#count > 0 ? this.#min : Number.NaN;
  }

  get max(): number {
    return this.#count > 0 ? this.#max : Number.NaN;
  }

  /** The smallest observation that at least a fraction `p` of all do not exceed, to a relative 2^-11. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new SimulationError("invalid-argument", `quantile ${p} is not within 0 and 1`);
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * this.#count));
    if (rank === 1) return this.#min;
    if (rank === this.#count) return this.#max;
    return Math.min(this.#max, Math.max(this.#min, this.#histogram.valueAt(rank)));
  }

  /** Takes in all that `other` has observed (T. Chan, G. Golub, R. LeVeque, 1979, for the variance). */
  merge(other: Tally): void {
    if (other.#count === 0) return;
    const count = this.#count + other.#count;
    const off = other.#mean - this.#mean;
    this.#squares += other.#squares + (off * off * this.#count * other.#count) / count;
    this.#mean += (off * other.#count) / count;
    this.#sum += other.#sum;
    this.#count = count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#histogram.merge(other.#histogram);
  }

  /** Forgets everything: for the end of the warm-up. */
  reset(): void {
    this.#count = 0;
    this.#sum = 0;
    this.#mean = 0;
    this.#squares = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
    this.#histogram = new LogHistogram();
  }
}
