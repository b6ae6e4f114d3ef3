/** Instants at which requests passed somewhere, one by one or many at once, in any order. */
export class Flow {
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #first = 0.5;
  #last = 0.5;
  #count = 0;
  #atFirst = 0;

  constructor() {
    this.#first = Infinity;
    this.#last = -Infinity;
  }

  /** The first instant; Infinity if there was none. */
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
    if (at > this.#first) return;
    if (at < this.#first) this.#atFirst = 0;
    this.#first = at;
    this.#atFirst += 1;
  }

  /** How many passed in a time unit: those that came after the first instant, by the time since then. 0 if none did. */
  get rate(): number {
    const span = this.#last - this.#first;
    return span > 0 ? (this.#count - this.#atFirst) / span : 0;
  }
}
