import type { EventQueue } from "./event-queue.ts";
import { EVENT } from "./event-storage.ts";

const { GENERATIONS, HANDLER, NONE, SIZE } = EVENT;

declare const brand: unique symbol;

/** A scheduled event, for `cancel`. It may outlive its event: `cancel` then does nothing. */
export type EventHandle = number & { readonly [brand]: "event" };

/** A handle is the slot's number, below 2^24, plus this times the slot's generation. */
const GENERATION_UNIT = 0x1000000;

/**
 * Translates between slots of pending events and the handles that users keep. `schedule` is made of methods of at most
 * 27 bytes of bytecode, which V8 inlines wherever they are called. Otherwise V8 would allocate an object for each
 * handle or delay.
 */
export class EventHandles {
  declare private readonly queue: EventQueue;
  /** By handle, the present handle of an event that was moved to another slot. */
  private moved: Map<number, number> | undefined = undefined;

  constructor(queue: EventQueue) {
    this.queue = queue;
  }

  /** Inserts an event as `EventQueue.put` does, and returns its handle. */
  schedule(handler: number, argument: number | undefined): EventHandle {
    return this.of(this.put(handler, argument));
  }

  of(slot: number): EventHandle {
    return (this.base(slot) + slot / SIZE) as EventHandle;
  }

  /** The handle of the event that `slot` held until it was freed. */
  previousOf(slot: number): number {
    return ((this.queue.generationOf(slot) - 1) & GENERATIONS) * GENERATION_UNIT + slot / SIZE;
  }

  /** The slot of a pending event; NONE if the event has fired or was cancelled. */
  slotOf(handle: EventHandle): number {
    const current = this.moved?.get(handle) ?? handle;
    const slot = (current % GENERATION_UNIT) * SIZE;
    if (!this.queue.hasUsed(slot)) return NONE;
    const { words } = this.queue;
    const generation = Math.floor(current / GENERATION_UNIT);
    if (this.queue.generationOf(slot) !== generation || words[slot + HANDLER]! < 0) return NONE;
    return slot;
  }

  /** Keeps handles valid after a compaction. `moves` maps the handle of each pending event to its new slot. */
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
