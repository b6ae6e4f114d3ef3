/**
 * The number of things inside over time, by two independent accounts: the integral of their number, and the sum of
 * their stays. Little's law says that both are equal; with at most one inside it is the utilisation law.
 */
export class LittlesLaw {
  readonly #what: string;
  #inside = 0;
  #most = 0;
  #since = 0;
  #area = 0;
  #stays = 0;

  constructor(what: string) {
    this.#what = what;
  }

  /** Number inside. */
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

  /** Throws unless all have left, both accounts agree, and at most `most` were inside at once. */
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
