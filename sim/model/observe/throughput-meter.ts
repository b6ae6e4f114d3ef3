/** Instants at which requests passed somewhere, one by one or many at once, almost in order. */
export class ThroughputMeter {
  readonly #lump: number;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #first = 0.5;
  #last = 0.5;
  #count = 0;
  #before = 0;

  /** The first `lump` belong together: what is counted, is counted from the last of them on. */
  constructor(lump = 1) {
    this.#lump = lump;
    this.#first = -Infinity;
    this.#last = -Infinity;
  }

  /** When the last of the first lump had passed; -Infinity if none has. */
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
    if (this.#count <= this.#lump) this.#first = this.#last;
    if (at <= this.#first) this.#before += 1;
  }

  /** How many passed in a time unit: those that came after the first instant, by the time since then. 0 if none did. */
  get rate(): number {
    const span = this.#last - this.#first;
    return span > 0 ? (this.#count - this.#before) / span : 0;
  }
}
