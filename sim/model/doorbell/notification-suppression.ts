import type { Suppression } from "../spec/virtqueue-spec.ts";
import { needsEvent, u16 } from "./event-idx.ts";

/**
 * One direction of a virtqueue: a side that adds entries and one that takes them, and by EVENT_IDX says at which entry
 * it wants to be told. The entries themselves lie with the region or the vcpu.
 */
export class NotificationSuppression {
  readonly #suppression: Suppression;
  /** Where the next entry goes. */
  #index = 0;
  /** The entries before it need no telling any more: that was decided, or the taker has seen them by itself. */
  #settled = 0;
  /** The entry whose arrival the taker wants to be told of; what lies behind `#index` is never reached. */
  #event = 0;

  constructor(suppression: Suppression) {
    this.#suppression = suppression;
  }

  /** An entry was added, and no more will follow it: whether the taker has to be told. */
  added(taker: "looking" | "away" = "away"): boolean {
    this.add(taker);
    return this.shouldNotify();
  }

  /** An entry was added, and is there to be taken. A taker that is looking right now sees it, and asks not to be told. */
  add(taker: "looking" | "away" = "away"): void {
    this.#index = u16(this.#index + 1);
    if (taker === "looking") this.#settled = this.#index;
  }

  /** Whether the taker has to be told, once for all entries that were added since this was last asked. */
  shouldNotify(): boolean {
    const before = this.#settled;
    this.#settled = this.#index;
    return this.#suppression === "none" || needsEvent(this.#event, this.#index, before);
  }

  /** The taker has taken everything and wants to be told of the next entry. */
  rearm(): void {
    this.#event = this.#index;
  }
}
