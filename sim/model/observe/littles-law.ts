/**
 * How many of something are inside, over time, by two independent accounts: the integral of their number, and the sum of
 * their stays. Little's law says that the two are one; with at most one inside it is the utilisation law.
 */
export class LittlesLaw {
  readonly #what: string;
  #inside = 0;
  #most = 0;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #since = 0.5;
  #area = 0.5;
  #stays = 0.5;

  constructor(what: string) {
    this.#what = what;
    this.#since = 0;
    this.#area = 0;
    this.#stays = 0;
  }

  /** Those inside now. */
  get inside(): number {
    return this.#inside;
  }

  /** Integral of the number inside over time. */
  get integral(): number {
    return this.#area;
  }

  enter(now: number): void {
    this.#advance(now);
    if (++this.#inside > this.#most) this.#most = this.#inside;
  }

  leave(now: number, entered: number): void {
    this.#advance(now);
    this.#inside--;
    this.#stays += now - entered;
  }

  /** Throws unless all have left, both accounts agree, and never more than `most` were inside. */
  check(most = Infinity): void {
    const agree = Math.abs(this.#area - this.#stays) <= 1e-9 * this.#area;
    if (this.#inside === 0 && agree && this.#most <= most) return;
    const found = `integral ${this.#area}, stays ${this.#stays}, still inside ${this.#inside}, at most ${this.#most}`;
    throw new Error(`Little's law does not hold for ${this.#what}: ${found}`);
  }

  #advance(now: number): void {
    this.#area += this.#inside * (now - this.#since);
    this.#since = now;
  }
}
