/** Buckets in an octave: as many as the upper 10 bits of the mantissa tell apart. */
const BUCKETS = 1024;
/** How far the upper 32 bits of a double are shifted to leave sign, exponent and those 10 bits. */
const SHIFT = 10;
const OCTAVES = 2048;

/**
 * Counts of observations in buckets of equal relative width, for quantiles. The bucket of a magnitude is the upper 22 bits
 * of its double: exponent and 10 bits of mantissa, so a bucket's middle is within a relative 2^-11 of all in it (but for
 * subnormal numbers). Only octaves in use are stored, at 8 KB each.
 *
 * Why not hdr-histogram-js: its `recordValue` takes logarithms and powers (Math.log2, Math.pow, whose last bits depend on the
 * Node version), its values are integers in a range fixed beforehand, and it took 85 ns where `Tally.record` took 14.
 */
export class LogHistogram {
  declare private readonly values: Float64Array;
  declare private readonly words: Int32Array;
  private readonly above = new Buckets();
  private below: Buckets | undefined = undefined;
  private zeros = 0;

  /** `values` is where the numbers to be counted are found. */
  constructor(values: Float64Array) {
    this.values = values;
    this.words = new Int32Array(values.buffer);
  }

  /** Counts the finite numbers that are there now, from one index up to, and without, another. */
  add(from: number, to: number): void {
    const { above, values, words } = this;
    for (let i = from; i < to; i++) {
      const upper = words[2 * i + 1]!;
      if (values[i]! > 0) above.add(upper >> SHIFT);
      else if (values[i]! < 0) {
        this.below ??= new Buckets();
        this.below.add((upper & 0x7fffffff) >> SHIFT);
      } else this.zeros++;
    }
  }

  /** The middle of the bucket that holds the observation of this rank, counted from 1 in ascending order. */
  valueAt(rank: number): number {
    const negative = this.below?.total ?? 0;
    if (rank <= negative) return -this.middle(this.below!.bucketOf(negative + 1 - rank));
    rank -= negative;
    if (rank <= this.zeros) return 0;
    return this.middle(this.above.bucketOf(rank - this.zeros));
  }

  /** Adds the counts of `other`. */
  merge(other: LogHistogram): void {
    this.zeros += other.zeros;
    this.above.merge(other.above);
    if (other.below === undefined) return;
    this.below ??= new Buckets();
    this.below.merge(other.below);
  }

  private middle(bucket: number): number {
    const double = new DataView(new ArrayBuffer(8));
    double.setInt32(0, (bucket << SHIFT) | (1 << (SHIFT - 1)));
    return double.getFloat64(0);
  }
}

/** Counts by bucket number, in pages of an octave each. */
class Buckets {
  private readonly pages: (Float64Array | undefined)[] = new Array<undefined>(OCTAVES).fill(undefined);

  /** Number of observations. */
  get total(): number {
    let total = 0;
    for (const page of this.pages) if (page !== undefined) for (const count of page) total += count;
    return total;
  }

  add(bucket: number): void {
    const page = this.pages[bucket >> 10] ?? this.open(bucket >> 10);
    page[bucket & (BUCKETS - 1)]!++;
  }

  /** The bucket of the observation of this rank, from 1 in ascending order of buckets. */
  bucketOf(rank: number): number {
    let last = 0;
    for (const [octave, page] of this.pages.entries()) {
      for (let i = 0; page !== undefined && i < BUCKETS; i++) {
        if (page[i] === 0) continue;
        last = octave * BUCKETS + i;
        rank -= page[i]!;
        if (rank <= 0) return last;
      }
    }
    return last;
  }

  merge(other: Buckets): void {
    for (const [octave, page] of other.pages.entries()) {
      if (page === undefined) continue;
      const own = this.pages[octave] ?? this.open(octave);
      for (let i = 0; i < BUCKETS; i++) own[i]! += page[i]!;
    }
  }

  private open(octave: number): Float64Array {
    const page = new Float64Array(BUCKETS);
    this.pages[octave] = page;
    return page;
  }
}
