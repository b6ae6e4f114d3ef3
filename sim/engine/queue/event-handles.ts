import type { EventQueue } from "./event-queue.ts";
import { EVENT } from "./event-storage.ts";

const { GENERATIONS, HANDLER, NONE, SIZE } = EVENT;

declare const brand: unique symbol;

/** A scheduled event, for `cancel`. It outlives its event safely: to cancel an event that has fired does nothing. */
export type EventHandle = number & { readonly [brand]: "event" };

/** A handle is the slot's number, below 2^24, plus this many times its generation. */
const GENERATION_UNIT = 0x1000000;

/**
 * Translates between slots of pending events and the handles that users keep. What `schedule` takes is in parts so small, 27
 * bytes of bytecode at most, that V8 inlines them wherever they are called: else a handle, or a delay, became an object.
 */
export class EventHandles {
  declare private readonly queue: EventQueue;
  /** What has become of handles to events that have been moved to other slots. */
  private moved: Map<number, number> | undefined = undefined;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  /** Inserts an event as the queue's `put` does; returns its handle. */
  schedule(handler: number, argument: number | undefined): EventHandle {
    return this.of(this.put(handler, argument));
  }

  of(slot: number): EventHandle {
    return (this.base(slot) + slot / SIZE) as EventHandle;
  }

  /** The handle that `slot` had until it was given back. */
  previousOf(slot: number): number {
    return ((this.queue.generationOf(slot) - 1) & GENERATIONS) * GENERATION_UNIT + slot / SIZE;
  }

  /** The slot of a handle's event if it is still to come, else NONE. */
  slotOf(handle: EventHandle): number {
    const current = this.moved?.get(handle) ?? handle;
    const slot = (current % GENERATION_UNIT) * SIZE;
    if (!this.queue.hasUsed(slot)) return NONE;
    const { words } = this.queue;
    if (this.queue.generationOf(slot) !== Math.floor(current / GENERATION_UNIT) || words[slot + HANDLER]! < 0)
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

  private put(handler: number, argument: number | undefined): number {
    return this.queue.put(handler, argument);
  }

  private base(slot: number): number {
    return this.queue.generationOf(slot) * GENERATION_UNIT;
  }
}
