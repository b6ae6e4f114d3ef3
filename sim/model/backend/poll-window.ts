import type { PollSpec } from "../spec/backend-spec.ts";

/** First step of an adaptive window, in ns, as in qemu. */
const firstWindow = 4000;

/**
 * How long a thread polls before it sleeps. An adaptive window follows qemu's `aio_poll`: a wait that ends inside the
 * window keeps it; a wait that a longer window could have caught doubles it; a wait beyond `max` resets it to 0.
 */
export class PollWindow {
  readonly #spec: PollSpec;
  #window = 0;

  constructor(spec: PollSpec) {
    this.#spec = spec;
    this.#window = spec.kind === "fixed" ? spec.max : 0;
  }

  /** How long to poll this time. */
  get window(): number {
    return this.#window;
  }

  /** A wait ended after `duration`, polling and sleeping together. */
  waited(duration: number): void {
    const { kind, max } = this.#spec;
    if (kind === "fixed" || duration <= this.#window) return;
    if (duration > max) this.#window = 0;
    else if (this.#window < max) this.#window = Math.min(max, Math.max(firstWindow, 2 * this.#window));
  }
}
