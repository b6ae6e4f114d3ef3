import { SimulationError } from "../base/simulation-error.ts";
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
/** Where, behind these, the usual observation is. */
const USUAL = BATCH;

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact (as doubles add), the variance is put
 * together from batches (T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances", 1979), and quantiles come from a histogram of logarithmic buckets, within a relative 2^-11 of an observation.
 * Merging is exact for all but rounding in sums, and depends on no order but that of the merges. To read changes nothing.
 *
 * The last of each batch is the usual observation up to the next: those that equal it are only counted, which is all there
 * is to do where nothing is random.
 */
export class Tally {
  /** What is known of all that were folded in; total and extremes also of the recent ones that were entered. */
  private readonly sums = new Float64Array(6);
  private readonly recent = new Float64Array(BATCH + 1);
  /** How many are recent, and how many of these have been entered in total, extremes and histogram. */
  private length = 0;
  private entered = 0;
  /** How many are as usual, and how many of these have been entered in the histogram. */
  private repeats = 0;
  private counted = 0;
  private histogram = new LogHistogram(this.recent);

  constructor() {
    this.reset();
  }

  /** Takes one observation, in any unit. Throws `invalid-argument` unless it is finite. */
  record(x: number): void {
    if (x === this.recent[USUAL]) {
      this.repeats++;
      return;
    }
    this.recent[this.length++] = x;
    if (x - x !== 0 || this.length === BATCH) this.closeBatch();
  }

  get count(): number {
    return this.sums[COUNT]! + this.length + this.repeats;
  }

  get sum(): number {
    this.enter();
    const { count, center } = this.usual;
    return this.sums[TOTAL]! + count * center;
  }

  /** NaN of no observations, as are all below. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** The sample's variance, with divisor count - 1; NaN of fewer than two. */
  get variance(): number {
    const sums = this.sums.slice();
    combine(sums, momentsOf(this.recent, this.length));
    combine(sums, this.usual);
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
    combine(sums, other.usual);
    this.histogram.merge(other.histogram);
  }

  /** Forgets everything: for the end of the warm-up. */
  reset(): void {
    this.sums.fill(0);
    this.sums[LEAST] = Number.POSITIVE_INFINITY;
    this.sums[MOST] = Number.NEGATIVE_INFINITY;
    this.recent[USUAL] = Number.NaN;
    this.length = 0;
    this.entered = 0;
    this.repeats = 0;
    this.counted = 0;
    this.histogram = new LogHistogram(this.recent);
  }

  /** The observations that equal the usual one, which has been folded in itself: they are no new extremes. */
  private get usual(): Moments {
    const { repeats } = this;
    return { count: repeats, center: repeats > 0 ? this.recent[USUAL]! : 0, squares: 0 };
  }

  /** The batch is full, or its last observation is none. */
  private closeBatch(): void {
    const x = this.recent[this.length - 1]!;
    if (x - x !== 0) {
      this.length--;
      throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    }
    this.fold();
    this.recent[USUAL] = x;
  }

  /** Takes the recent observations in, and the usual ones, so that there are none. */
  private fold(): void {
    this.enter();
    const { sums, usual } = this;
    combine(sums, momentsOf(this.recent, this.length));
    combine(sums, usual);
    sums[TOTAL]! += usual.count * usual.center;
    this.length = 0;
    this.entered = 0;
    this.repeats = 0;
    this.counted = 0;
  }

  /** Enters the recent observations in total, extremes and histogram, and the usual ones in this, each once. */
  private enter(): void {
    const { entered, length, recent, sums } = this;
    if (this.counted < this.repeats) {
      this.histogram.addTimes(USUAL, this.repeats - this.counted);
      this.counted = this.repeats;
    }
    if (entered === length) return;
    let total = sums[TOTAL]!;
    let least = sums[LEAST]!;
    let most = sums[MOST]!;
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
