import type { Suppression } from "../spec/virtqueue-spec.ts";
import { needsEvent, u16 } from "./event-idx.ts";

/**
 * Notifications of one direction of a virtqueue: one side adds entries, the other takes them. With EVENT_IDX the taker
 * says at which entry it wants to be notified. The entries themselves lie with the doorbell or the vcpu.
 */
export class NotificationSuppression {
  readonly #suppression: Suppression;
  /** Index of the next entry. */
  #index = 0;
  /** Entries before this index need no notification: it was decided already, or the taker saw them by itself. */
  #settled = 0;
  /** Index of the entry at which the taker wants to be notified. */
  #event = 0;

  constructor(suppression: Suppression) {
    this.#suppression = suppression;
  }

  /** Adds the last entry of a batch. True if the taker must be notified. */
  added(taker: "looking" | "away" = "away"): boolean {
    this.add(taker);
    return this.shouldNotify();
  }

  /** Adds an entry. A taker that polls sees it at once, and needs no notification. */
  add(taker: "looking" | "away" = "away"): void {
    this.#index = u16(this.#index + 1);
    if (taker === "looking") this.#settled = this.#index;
  }

  /** Whether the taker must be notified, once for all entries added since the last call. */
  shouldNotify(): boolean {
    const before = this.#settled;
    this.#settled = this.#index;
    return this.#suppression === "none" || needsEvent(this.#event, this.#index, before);
  }

  /** The taker has taken everything and asks to be notified of the next entry. */
  rearm(): void {
    this.#event = this.#index;
  }
}
