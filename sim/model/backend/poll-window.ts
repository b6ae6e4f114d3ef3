import type { PollSpec } from "../spec/backend-spec.ts";

/** What an adaptive window grows to from nothing (qemu's first step). */
const firstWindow = 4000;

/**
 * How long a thread looks before it sleeps. Adaptive as qemu's `aio_poll` adjusts it: a wait that ended within the
 * window leaves it; one that a longer window would have caught doubles it; one beyond `max` drops it to nothing.
 */
export class PollWindow {
  readonly #spec: PollSpec;
  #window = 0.5;

  constructor(spec: PollSpec) {
    this.#spec = spec;
    this.#window = spec.kind === "fixed" ? spec.max : 0;
  }

  /** How long to look this time. */
  get window(): number {
    return this.#window;
  }

  /** A wait has ended after `duration`, looking and sleeping together. */
  waited(duration: number): void {
    const { kind, max } = this.#spec;
    if (kind === "fixed" || duration <= this.#window) return;
    if (duration > max) this.#window = 0;
    else if (this.#window < max) this.#window = Math.min(max, Math.max(firstWindow, 2 * this.#window));
  }
}
