/** Buckets in an octave: as many as the upper 10 bits of the mantissa tell apart. */
const BUCKETS = 1024;
/** How far the upper 32 bits of a double are shifted to leave sign, exponent and those 10 bits. */
const SHIFT = 10;
/** Of positive numbers, and as many again of negative ones. */
const OCTAVES = 2048;

/**
 * Counts of observations in buckets of equal relative width, for quantiles. The bucket of a number is the upper 22 bits of
 * its double: sign, exponent and 10 bits of mantissa, so a bucket's middle is within a relative 2^-11 of all in it (but for
 * subnormal numbers, the least of which count as 0). Only octaves in use are stored, at 8 KB each.
 *
 * Why not hdr-histogram-js: its `recordValue` takes logarithms and powers (Math.log2, Math.pow, whose last bits depend on the
 * Node version), its values are integers in a range fixed beforehand, and it took 85 ns where `Tally.record` took 14.
 */
export class LogHistogram {
  declare private readonly values: Float64Array;
  declare private readonly words: Int32Array;
  /** Where in `counts` an octave begins; -1: not in use. */
  private readonly places = new Int32Array(2 * OCTAVES).fill(-1);
  private counts = new Float64Array(BUCKETS);
  private used = 0;

  /** `values` is where the numbers to be counted are found. */
  constructor(values: Float64Array) {
    this.values = values;
    this.words = new Int32Array(values.buffer);
  }

  /** Counts the finite numbers that are there now, from one index up to, and without, another. */
  add(from: number, to: number): void {
    for (let i = this.addKnown(from, to); i < to; i = this.addKnown(i, to)) this.open(this.bucketAt(i));
  }

  /** Counts the finite number at this index so many times. */
  addTimes(index: number, times: number): void {
    const bucket = this.bucketAt(index);
    this.open(bucket);
    this.counts[this.places[bucket >> 10]! + (bucket & (BUCKETS - 1))]! += times;
  }

  /** The middle of the bucket that holds the observation of this rank, counted from 1 in ascending order. */
  valueAt(rank: number): number {
    return middleOf(this.bucketOf(rank));
  }

  private bucketOf(rank: number): number {
    let last = 0;
    for (let i = 0; i < 2 * OCTAVES; i++) {
      const negative = i < OCTAVES;
      const octave = negative ? 2 * OCTAVES - 1 - i : i - OCTAVES;
      const place = this.places[octave]!;
      for (let j = 0; place >= 0 && j < BUCKETS; j++) {
        const within = negative ? BUCKETS - 1 - j : j;
        const count = this.counts[place + within]!;
        if (count === 0) continue;
        last = octave * BUCKETS + within;
        rank -= count;
        if (rank <= 0) return last;
      }
    }
    return last;
  }

  /** Adds the counts of `other`. */
  merge(other: LogHistogram): void {
    for (const [octave, from] of other.places.entries()) {
      if (from < 0) continue;
      this.open(octave * BUCKETS);
      const to = this.places[octave]!;
      for (let i = 0; i < BUCKETS; i++) this.counts[to + i]! += other.counts[from + i]!;
    }
  }

  /** The loop of `add`, with no call in it, up to a number of an octave that is not in use. */
  private addKnown(from: number, to: number): number {
    const { counts, places, words } = this;
    for (let i = from; i < to; i++) {
      const bucket = words[2 * i + 1]! >>> SHIFT;
      const place = places[bucket >> 10]!;
      if (place < 0) return i;
      counts[place + (bucket & (BUCKETS - 1))]!++;
    }
    return to;
  }

  private bucketAt(index: number): number {
    return this.words[2 * index + 1]! >>> SHIFT;
  }

  /** Makes room for this bucket, and for the others of its octave. */
  private open(bucket: number): void {
    if (this.places[bucket >> 10]! >= 0) return;
    const { counts } = this;
    if (this.used === counts.length) {
      this.counts = new Float64Array(2 * counts.length);
      this.counts.set(counts);
    }
    this.places[bucket >> 10] = this.used;
    this.used += BUCKETS;
  }
}

function middleOf(bucket: number): number {
  if (bucket % (OCTAVES * BUCKETS) === 0) return 0;
  const double = new DataView(new ArrayBuffer(8));
  double.setInt32(0, (bucket << SHIFT) | (1 << (SHIFT - 1)));
  return double.getFloat64(0);
}
