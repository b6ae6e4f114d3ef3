import type { Clock } from "./time-weighted.ts";

/** Counts occurrences, in total and per unit of time. */
export class Rate {
  /** Occurrences since the start or the last `reset`. */
  count = 0;
  declare private readonly clock: Clock;
  private start = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.start = clock.now;
  }

  /** Counts one occurrence, or `several`. */
  record(several = 1): void {
    this.count += several;
  }

  /** Occurrences per unit of time; NaN before any time has passed. */
  get perTime(): number {
    return this.count / (this.clock.now - this.start);
  }

  /** Starts to count anew. Call it at the end of the warm-up. */
  reset(): void {
    this.count = 0;
    this.start = this.clock.now;
  }
}
