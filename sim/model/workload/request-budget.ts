/** The requests of a run. Vcpus take from it as they need, so that all stay busy to the end. */
export class RequestBudget {
  readonly #requests: number;
  #taken = 0;

  constructor(requests: number) {
    this.#requests = requests;
  }

  get left(): number {
    return this.#requests - this.#taken;
  }

  /** Takes the next `count` requests. Returns the position of the first. */
  take(count: number): number {
    this.#taken += count;
    return this.#taken - count;
  }
}
