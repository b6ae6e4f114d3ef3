/** A source of the current time: a `Simulation`, or a plain object in a test. */
export interface Clock {
  readonly now: number;
}

/**
 * A quantity that holds a value over time (a queue's length, the busy servers), and its statistics. Each value is
 * weighted by the time it lasted. The integral is in value x time units.
 */
export class TimeWeighted {
  declare private readonly clock: Clock;
  private current = 0;
  private area = 0;
  private since = 0;
  private start = 0;
  private least = 0;
  private most = 0;

  constructor(clock: Clock, initial = 0) {
    this.clock = clock;
    this.current = initial;
    this.least = initial;
    this.most = initial;
    this.since = clock.now;
    this.start = clock.now;
  }

  /** The current value. */
  get value(): number {
    return this.current;
  }

  /** Sets the value from now on. */
  set(value: number): void {
    const now = this.clock.now;
    this.area += this.current * (now - this.since);
    this.since = now;
    this.current = value;
    if (value > this.most) this.most = value;
    else if (value < this.least) this.least = value;
  }

  /** Adds `change` to the value from now on. */
  add(change: number): void {
    this.set(this.current + change);
  }

  /** Integral of the value over time since the start or the last `reset`. */
  get integral(): number {
    return this.area + this.current * (this.clock.now - this.since);
  }

  /** Time since the start or the last `reset`, which `mean` and `integral` cover. */
  get duration(): number {
    return this.clock.now - this.start;
  }

  /** Mean over time; the current value before any time has passed. */
  get mean(): number {
    const duration = this.duration;
    return duration > 0 ? this.integral / duration : this.current;
  }

  /** Smallest value since the start or the last `reset`. */
  get min(): number {
    return this.least;
  }

  /** Largest value since the start or the last `reset`. */
  get max(): number {
    return this.most;
  }

  /** Forgets the past and keeps the value. Call it at the end of the warm-up. */
  reset(): void {
    this.area = 0;
    this.since = this.clock.now;
    this.start = this.since;
    this.least = this.current;
    this.most = this.current;
  }
}
