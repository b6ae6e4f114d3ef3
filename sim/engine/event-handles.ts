import type { EventQueue } from "./event-queue.ts";
import { EVENT } from "./event-storage.ts";

const { GENERATION, HANDLER, NONE, SIZE } = EVENT;

declare const brand: unique symbol;

/** A scheduled event, for `cancel`. It outlives its event safely: to cancel an event that has fired does nothing. */
export type EventHandle = number & { readonly [brand]: "event" };

/** A handle is the slot's number, below 2^24, plus this many times its generation, of which 29 bits count. */
const STEP = 0x1000000;
const GENERATIONS = 0x1fffffff;

/** Translates between slots of pending events and the handles that users keep. */
export class EventHandles {
  declare private readonly queue: EventQueue;
  /** What has become of handles to events that have been moved to other slots. */
  private moved: Map<number, number> | undefined = undefined;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  of(slot: number): EventHandle {
    return ((this.queue.words[slot + GENERATION]! & GENERATIONS) * STEP + slot / SIZE) as EventHandle;
  }

  /** The handle that `slot` had until it was given back. */
  last(slot: number): number {
    return ((this.queue.words[slot + GENERATION]! - 1) & GENERATIONS) * STEP + slot / SIZE;
  }

  /** The slot of a handle's event if it is still to come, else NONE. */
  slotOf(handle: EventHandle): number {
    const current = this.moved?.get(handle) ?? handle;
    const slot = (current % STEP) * SIZE;
    if (!this.queue.knows(slot)) return NONE;
    const { words } = this.queue;
    if ((words[slot + GENERATION]! & GENERATIONS) !== Math.floor(current / STEP) || words[slot + HANDLER]! < 0)
      return NONE;
    return slot;
  }

  /** Keeps handles valid: `moves` tells for the handle of each pending event its new slot. */
  move(moves: ReadonlyMap<number, number>): void {
    const moved = new Map<number, number>();
    for (const [from, slot] of moves) moved.set(from, this.of(slot));
    for (const [original, from] of this.moved ?? []) {
      const slot = moves.get(from);
      if (slot !== undefined) moved.set(original, this.of(slot));
    }
    this.moved = moved;
  }
}
