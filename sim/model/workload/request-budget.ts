/** The requests of a run, which its vcpus take as they come to need them: so all of them stay busy to its end. */
export class RequestBudget {
  readonly #requests: number;
  #taken = 0;

  constructor(requests: number) {
    this.#requests = requests;
  }

  get left(): number {
    return this.#requests - this.#taken;
  }

  /** Takes the next `count`; returns the position of their first among all. */
  take(count: number): number {
    this.#taken += count;
    return this.#taken - count;
  }
}
