import { needsEvent, u16 } from "./vring.ts";

/** Whether the two sides of a virtqueue spare each other notifications that would tell them nothing new. */
export const suppressions = ["none", "event-idx"] as const;
export type Suppression = (typeof suppressions)[number];

/**
 * One direction of a virtqueue: a side that adds entries and one that takes them, and by EVENT_IDX says at which entry
 * it wants to be told. The entries themselves lie with the region or the vcpu.
 */
export class Notifications {
  readonly #suppression: Suppression;
  /** Where the next entry goes. */
  #index = 0;
  /** The entry whose arrival the taker wants to be told of; what lies behind `#index` is never reached. */
  #event = 0;

  constructor(suppression: Suppression) {
    this.#suppression = suppression;
  }

  /** An entry was added: whether the taker has to be told. One that is looking right now asks not to be. */
  added(taker: "looking" | "away" = "away"): boolean {
    const before = this.#index;
    this.#index = u16(before + 1);
    if (this.#suppression === "none") return true;
    return taker === "away" && needsEvent(this.#event, this.#index, before);
  }

  /** The taker has taken everything and wants to be told of the next entry. */
  enable(): void {
    this.#event = this.#index;
  }
}
