/** Anything that tells the time: a `Simulation`, or a plain object in a test. */
export interface Clock {
  readonly now: number;
}

/**
 * A quantity that holds a value over time (a queue's length, the busy servers) and its statistics weighted by how long
 * each value lasted. Integral in value x time units.
 */
export class TimeWeighted {
  declare private readonly clock: Clock;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #value = 0.5;
  #area = 0.5;
  #since = 0.5;
  #start = 0.5;
  #min = 0.5;
  #max = 0.5;

  constructor(clock: Clock, initial = 0) {
    this.clock = clock;
    this.#value = initial;
    this.#min = initial;
    this.#max = initial;
    this.#area = 0;
    this.#since = clock.now;
    this.#start = clock.now;
  }

  /** The value that holds now. */
  get value(): number {
    return this.#value;
  }

  /** The value is `value` from now on. */
  set(value: number): void {
    const now = this.clock.now;
    this.#area += this.#value * (now - this.#since);
    this.#since = now;
    this.#value = value;
    if (value > this.#max) this.#max = value;
    else if (value < this.#min) this.#min = value;
  }

  /** The value changes by `change` from now on. */
  add(change: number): void {
    this.set(this.#value + change);
  }

  /** Integral of the value over time since the start or the last `reset`. */
  get integral(): number {
    return this.#area + this.#value * (this.clock.now - this.#since);
  }

  /** Length of the window that `mean` and `integral` speak of. */
  get duration(): number {
    return this.clock.now - this.#start;
  }

  /** Mean over time; the value itself while no time has passed. */
  get mean(): number {
    const duration = this.duration;
    return duration > 0 ? this.integral / duration : this.#value;
  }

  /** Smallest value held since the start or the last `reset`. */
  get min(): number {
    return this.#min;
  }

  /** Largest value held since the start or the last `reset`. */
  get max(): number {
    return this.#max;
  }

  /** Forgets the past and keeps the value: for the end of the warm-up. */
  reset(): void {
    this.#area = 0;
    this.#since = this.clock.now;
    this.#start = this.#since;
    this.#min = this.#value;
    this.#max = this.#value;
  }
}
