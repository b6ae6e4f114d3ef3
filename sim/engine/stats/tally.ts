import { SimulationError } from "../base/simulation-error.ts";
import { LogHistogram } from "./log-histogram.ts";

/** Indices into `Tally.sums`. */
const COUNT = 0;
const TOTAL = 1;
const LEAST = 2;
const MOST = 3;
const CENTER = 4;
const SQUARES = 5;

/** Observations that are added together: one by one, each would wait for the division of the one before it. */
const BATCH = 64;
/** Index of the usual observation, behind the batch. */
const USUAL = BATCH;

/**
 * Statistics of single observations. Count, sum, mean, minimum and maximum are exact, except for rounding in sums. The
 * variance is combined from batches (T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for
 * computing sample variances", 1979). Quantiles come from a histogram of logarithmic buckets, within a relative 2^-11
 * of an observation. A merge is exact, except for rounding in sums, and depends on no order but that of the merges.
 * Reading changes no result.
 *
 * The last observation of a batch is the usual one until the next batch ends. Observations that equal it are only
 * counted. Where nothing is random, that is all the work.
 */
export class Tally {
  /** Moments of the observations folded in. Total and extremes also cover the recent ones already entered. */
  private readonly sums = new Float64Array(6);
  private readonly recent = new Float64Array(BATCH + 1);
  /** Number of recent observations. */
  private length = 0;
  /** How many of them are entered in total, extremes and histogram. */
  private entered = 0;
  /** Number of observations that equal the usual one. */
  private repeats = 0;
  /** How many of them are entered in the histogram. */
  private counted = 0;
  private histogram = new LogHistogram(this.recent);

  constructor() {
    this.reset();
  }

  /** Adds one observation, in any unit. Throws `invalid-argument` unless it is finite. */
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

  /** NaN without observations, as are the others below. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** Sample variance, with divisor count - 1; NaN below two observations. */
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

  /** The smallest observation that a fraction `p` of all do not exceed, to a relative 2^-11. `p` is from 0 to 1. */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new SimulationError("invalid-argument", `quantile ${p} is not from 0 to 1`);
    this.enter();
    const { count } = this;
    if (count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(p * count));
    if (rank === 1) return this.min;
    if (rank === count) return this.max;
    return Math.min(this.max, Math.max(this.min, this.histogram.valueAt(rank)));
  }

  /** Adds all observations of `other`. */
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

  /** Forgets everything. Call it at the end of the warm-up. */
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

  /** Moments of the repeats. They add no new extremes, since the usual observation itself is folded in. */
  private get usual(): Moments {
    const { repeats } = this;
    return { count: repeats, center: repeats > 0 ? this.recent[USUAL]! : 0, squares: 0 };
  }

  /** Folds a full batch in, or refuses its last observation because it is not finite. */
  private closeBatch(): void {
    const x = this.recent[this.length - 1]!;
    if (x - x !== 0) {
      this.length--;
      throw new SimulationError("invalid-argument", `a tally cannot record ${x}`);
    }
    this.fold();
    this.recent[USUAL] = x;
  }

  /** Folds the recent observations and the repeats into the sums, and starts a new batch. */
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

  /** Enters each recent observation once in total, extremes and histogram, and each repeat once in the histogram. */
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

/** Number of observations, their mean, and the sum of squared distances from it. */
interface Moments {
  readonly count: number;
  readonly center: number;
  readonly squares: number;
}

/**
 * Moments of the first `count` values, taken relative to the first, so that equal values have a variance of exactly 0.
 */
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

/** Adds these moments to count, center and squares of `sums`. */
function combine(sums: Float64Array, { count, center, squares }: Moments): void {
  if (count === 0) return;
  const all = sums[COUNT]! + count;
  const off = center - sums[CENTER]!;
  sums[SQUARES]! += sums[COUNT] === 0 ? squares : squares + off * off * sums[COUNT]! * (count / all);
  sums[CENTER]! += off * (count / all);
  sums[COUNT] = all;
}
