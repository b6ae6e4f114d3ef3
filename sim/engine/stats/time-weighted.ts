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
  private current = 0.5;
  private area = 0.5;
  private since = 0.5;
  private start = 0.5;
  private least = 0.5;
  private most = 0.5;

  constructor(clock: Clock, initial = 0) {
    this.clock = clock;
    this.current = initial;
    this.least = initial;
    this.most = initial;
    this.area = 0;
    this.since = clock.now;
    this.start = clock.now;
  }

  /** The value that holds now. */
  get value(): number {
    return this.current;
  }

  /** The value is `value` from now on. */
  set(value: number): void {
    const now = this.clock.now;
    this.area += this.current * (now - this.since);
    this.since = now;
    this.current = value;
    if (value > this.most) this.most = value;
    else if (value < this.least) this.least = value;
  }

  /** The value changes by `change` from now on. */
  add(change: number): void {
    this.set(this.current + change);
  }

  /** Integral of the value over time since the start or the last `reset`. */
  get integral(): number {
    return this.area + this.current * (this.clock.now - this.since);
  }

  /** Length of the window that `mean` and `integral` speak of. */
  get duration(): number {
    return this.clock.now - this.start;
  }

  /** Mean over time; the value itself while no time has passed. */
  get mean(): number {
    const duration = this.duration;
    return duration > 0 ? this.integral / duration : this.current;
  }

  /** Smallest value held since the start or the last `reset`. */
  get min(): number {
    return this.least;
  }

  /** Largest value held since the start or the last `reset`. */
  get max(): number {
    return this.most;
  }

  /** Forgets the past and keeps the value: for the end of the warm-up. */
  reset(): void {
    this.area = 0;
    this.since = this.clock.now;
    this.start = this.since;
    this.least = this.current;
    this.most = this.current;
  }
}
