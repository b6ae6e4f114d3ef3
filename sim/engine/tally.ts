import { SimulationError } from "./error.ts";
import { LogHistogram } from "./log-histogram.ts";

/** Indices into the sums of a tally. */
const COUNT = 0;
const TOTAL = 1;
const LEAST = 2;
const MOST = 3;
const CENTER = 4;
const SQUARES = 5;

/** Observations that are taken in together: one by one, each has to wait for a division that the one before it needs. */
const BATCH = 64;

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact (as doubles add), the variance is put
 * together from batches (T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances", 1979), and quantiles come from a histogram of logarithmic buckets, within a relative 2^-11 of an observation.
 * Merging is exact for all but rounding in sums, and depends on no order but that of the merges. To read changes nothing.
 */
export class Tally {
  /** What is known of all but the recent observations; for the total and the extremes, of all that were entered. */
  private readonly sums = new Float64Array(6);
  private readonly recent = new Float64Array(BATCH);
  /** How many are recent, and how many of these have been entered in total, extremes and histogram. */
  private length = 0;
  private entered = 0;
  private histogram = new LogHistogram(this.recent);

  constructor() {
    this.reset();
  }

  /** Takes one observation, in any unit. Throws `invalid-argument` unless it is finite. */
  record(x: number): void {
    this.recent[this.length++] = x;
    if (x - x !== 0 || this.length === BATCH) this.settle();
  }

  get count(): number {
    return this.sums[COUNT]! + this.length;
  }

  get sum(): number {
    this.enter();
    return this.sums[TOTAL]!;
  }

  /** NaN of no observations, as are all below. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** The sample's variance, with divisor count - 1; NaN of fewer than two. */
  get variance(): number {
    const sums = this.sums.slice();
    combine(sums, momentsOf(this.recent, this.length));
    return this.count > 1 ? sums[SQUARES]! / (this.count - 1) : Number.NaN;
  }

  get min(): number {
    this.enter();
    return this.count > 0 ? this.sums[LEAST]! : Number.NaN;
  }

  get max(): number {
    this.enter();
    return this.count > 0 ? this.sums[MOST]! : Number.NaN;
  }

  /** The smallest observation that at least a fraction `p` of all do not exceed, to a relative 2^-11. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new SimulationError("invalid-argument", `quantile ${p} is not within 0 and 1`);
    this.enter();
    const { count } = this;
    if (count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * count));
    if (rank === 1) return this.min;
    if (rank === count) return this.max;
    return Math.min(this.max, Math.max(this.min, this.histogram.valueAt(rank)));
  }

  /** Takes in all that `other` has observed. */
  merge(other: Tally): void {
    if (other.count === 0) return;
    this.fold();
    const { sums } = this;
    sums[TOTAL]! += other.sum;
    sums[LEAST] = Math.min(sums[LEAST]!, other.min);
    sums[MOST] = Math.max(sums[MOST]!, other.max);
    combine(sums, { count: other.sums[COUNT]!, center: other.sums[CENTER]!, squares: other.sums[SQUARES]! });
    combine(sums, momentsOf(other.recent, other.length));
    this.histogram.merge(other.histogram);
  }

  /** Forgets everything: for the end of the warm-up. */
  reset(): void {
    this.sums.fill(0);
    this.sums[LEAST] = Number.POSITIVE_INFINITY;
    this.sums[MOST] = Number.NEGATIVE_INFINITY;
    this.length = 0;
    this.entered = 0;
    this.histogram = new LogHistogram(this.recent);
  }

  /** The batch is full, or its last observation is none. */
  private settle(): void {
    const x = this.recent[this.length - 1]!;
    if (x - x === 0) this.fold();
    else {
      this.length--;
      throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    }
  }

  /** Takes the recent observations in, so that there are none. */
  private fold(): void {
    this.enter();
    combine(this.sums, momentsOf(this.recent, this.length));
    this.length = 0;
    this.entered = 0;
  }

  /** Enters the recent observations in total, extremes and histogram, each once. */
  private enter(): void {
    const { entered, length, recent, sums } = this;
    if (entered === length) return;
    let [total, least, most] = [sums[TOTAL]!, sums[LEAST]!, sums[MOST]!];
    for (let i = entered; i < length; i++) {
      const x = recent[i]!;
      total += x;
      if (x < least) least = x;
      if (x > most) most = x;
    }
    sums[TOTAL] = total;
    sums[LEAST] = least;
    sums[MOST] = most;
    this.histogram.add(entered, length);
    this.entered = length;
  }
}

/** How many observations, their mean, and the sum of the squares of their distances from it. */
interface Moments {
  readonly count: number;
  readonly center: number;
  readonly squares: number;
}

/** Of the first `count`; counted from the first of them, so that equal ones have no variance at all. */
function momentsOf(values: Float64Array, count: number): Moments {
  if (count === 0) return { count, center: 0, squares: 0 };
  const first = values[0]!;
  let sum = 0;
  let squares = 0;
  for (let i = 1; i < count; i++) {
    const off = values[i]! - first;
    sum += off;
    squares += off * off;
  }
  const rest = squares - (sum / count) * sum;
  return { count, center: first + sum / count, squares: rest > 0 ? rest : squares === Infinity ? squares : 0 };
}

/** Adds observations to those of `sums`, as far as center and squares go. */
function combine(sums: Float64Array, { count, center, squares }: Moments): void {
  if (count === 0) return;
  const all = sums[COUNT]! + count;
  const off = center - sums[CENTER]!;
  sums[SQUARES]! += sums[COUNT] === 0 ? squares : squares + off * off * sums[COUNT]! * (count / all);
  sums[CENTER]! += off * (count / all);
  sums[COUNT] = all;
}
