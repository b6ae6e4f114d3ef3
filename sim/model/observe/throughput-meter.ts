/** Rate at which requests pass a place, one by one or in batches, almost in order. */
export class ThroughputMeter {
  readonly #batch: number;
  #first = 0;
  #last = 0;
  #count = 0;
  #before = 0;

  /** The first `batch` requests are one batch: counting starts at its last. */
  constructor(batch = 1) {
    this.#batch = batch;
    this.#first = -Infinity;
    this.#last = -Infinity;
  }

  /** When the first batch had passed; -Infinity before that. */
  get first(): number {
    return this.#first;
  }

  /** The last instant; -Infinity if there was none. */
  get last(): number {
    return this.#last;
  }

  pass(at: number): void {
    this.#count += 1;
    if (at > this.#last) this.#last = at;
    if (this.#count <= this.#batch) this.#first = this.#last;
    if (at <= this.#first) this.#before += 1;
  }

  /** Requests a time unit after the first instant; 0 if there were none. */
  get rate(): number {
    const span = this.#last - this.#first;
    return span > 0 ? (this.#count - this.#before) / span : 0;
  }
}
