/** Buckets in an octave: the upper 10 bits of the mantissa. */
const MANTISSA_BITS = 10;
const SHIFT = 20 - MANTISSA_BITS;
const SPARE = 512;

/**
 * Counts of observations in buckets of equal relative width, for quantiles. The bucket of a magnitude is the upper 22 bits
 * of its double: exponent and 10 bits of mantissa, so a bucket's middle is within a relative 2^-11 of all in it (but for
 * subnormal numbers). Only the range of buckets in use is stored: 8 bytes each, 27 KB for a factor of ten.
 *
 * Why not hdr-histogram-js: its `recordValue` takes logarithms and powers (Math.log2, Math.pow, whose last bits depend on the
 * Node version), its values are integers in a range fixed beforehand, and it took RATIO.
 */
export class LogHistogram {
  readonly #double = new Float64Array(1);
  readonly #words = new Int32Array(this.#double.buffer);
  readonly #above = new Buckets();
  #below: Buckets | undefined = undefined;
  #zeros = 0;

  /** Counts one finite number. */
  add(x: number): void {
    if (x > 0) {
      this.#double[0] = x;
      this.#above.add(this.#words[1]! >> SHIFT);
    } else if (x < 0) {
      this.#double[0] = -x;
      this.#below ??= new Buckets();
      this.#below.add(this.#words[1]! >> SHIFT);
    } else this.#zeros++;
  }

  /** The middle of the bucket that holds the observation of this rank, counted from 1 in ascending order. */
  valueAt(rank: number): number {
    const negative = this.#below?.total ?? 0;
    if (rank <= negative) return -this.#middle(this.#below!.bucketOf(negative + 1 - rank));
    rank -= negative;
    if (rank <= this.#zeros) return 0;
    return this.#middle(this.#above.bucketOf(rank - this.#zeros));
  }

  /** Adds the counts of `other`. */
  merge(other: LogHistogram): void {
    this.#zeros += other.#zeros;
    this.#above.merge(other.#above);
    if (other.#below === undefined) return;
    this.#below ??= new Buckets();
    this.#below.merge(other.#below);
  }

  #middle(bucket: number): number {
    this.#words[0] = 0;
    this.#words[1] = (bucket << SHIFT) | (1 << (SHIFT - 1));
    return this.#double[0]!;
  }
}

/** Counts over a window of bucket numbers that widens as needed. */
class Buckets {
  #counts = new Float64Array(0);
  #first = 0;

  get total(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  add(bucket: number): void {
    const index = bucket - this.#first;
    if (index >= 0 && index < this.#counts.length) this.#counts[index]!++;
    else {
      this.#cover(bucket, bucket);
      this.#counts[bucket - this.#first]!++;
    }
  }

  bucketOf(rank: number): number {
    let index = 0;
    while (rank > this.#counts[index]! && index < this.#counts.length - 1) rank -= this.#counts[index++]!;
    return this.#first + index;
  }

  merge(other: Buckets): void {
    if (other.#counts.length === 0) return;
    this.#cover(other.#first, other.#first + other.#counts.length - 1);
    const shift = other.#first - this.#first;
    other.#counts.forEach((count, index) => {
      this.#counts[index + shift]! += count;
    });
  }

  #cover(low: number, high: number): void {
    const empty = this.#counts.length === 0;
    const first = empty ? low - SPARE : Math.min(this.#first, low - SPARE);
    const last = empty ? high + SPARE : Math.max(this.#first + this.#counts.length - 1, high + SPARE);
    const counts = new Float64Array(last - first + 1);
    counts.set(this.#counts, empty ? 0 : this.#first - first);
    this.#counts = counts;
    this.#first = first;
  }
}
