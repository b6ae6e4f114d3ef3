import { EVENT } from "../../../sim/engine/queue/event-storage.ts";
import { REG } from "../../../sim/engine/queue/registers.ts";

const { CANCELLED, NONE } = EVENT;
const { LIMIT, NOW } = REG;

/**
 * The textbook's binary heap of future events, ordered by time and, at equal times, by insertion. Tests and the
 * benchmark compare the engine's faster `EventQueue` with it: both must pop the same events in the same order.
 */
export class HeapQueue {
  readonly clock = new Float64Array(REG.SIZE);
  /** Handler and argument of the last popped event. */
  handler = 0;
  argument = 0;
  private times = new Float64Array(64);
  private sequences = new Float64Array(64);
  private slots = new Int32Array(64);
  private handlers = new Int32Array(64);
  private arguments = new Int32Array(64);
  private readonly free: number[] = [];
  private count = 0;
  private inserted = 0;

  constructor() {
    this.clock[LIMIT] = Number.POSITIVE_INFINITY;
  }

  /** Inserts an event at `now + delay`. Returns its slot. */
  put(delay: number, handler: number, argument: number): number {
    if (this.count === this.times.length) this.grow();
    const slot = this.free.pop() ?? this.count;
    this.handlers[slot] = handler;
    this.arguments[slot] = argument;
    this.siftUp(this.count++, this.clock[NOW]! + delay, this.inserted++, slot);
    return slot;
  }

  /** Cancels the pending event in `slot`. The slot becomes free when the event would have fired. */
  cancel(slot: number): void {
    this.handlers[slot] = CANCELLED;
  }

  /** Pops the next event not after `clock[LIMIT]` and sets the clock to its time. Returns its slot, or NONE. */
  pop(): number {
    while (this.count > 0 && this.times[0]! <= this.clock[LIMIT]!) {
      const time = this.times[0]!;
      const slot = this.slots[0]!;
      this.removeFirst();
      this.free.push(slot);
      if (this.handlers[slot] === CANCELLED) continue;
      this.clock[NOW] = time;
      this.handler = this.handlers[slot]!;
      this.argument = this.arguments[slot]!;
      return slot;
    }
    return NONE;
  }

  private removeFirst(): void {
    const last = --this.count;
    if (last > 0) this.siftDown(this.times[last]!, this.sequences[last]!, this.slots[last]!);
  }

  private siftUp(hole: number, time: number, sequence: number, slot: number): void {
    const times = this.times;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent]! <= time) break;
      this.writeNode(hole, times[parent]!, this.sequences[parent]!, this.slots[parent]!);
      hole = parent;
    }
    this.writeNode(hole, time, sequence, slot);
  }

  private siftDown(time: number, sequence: number, slot: number): void {
    const times = this.times;
    let hole = 0;
    for (let child = 1; child < this.count; child = 2 * hole + 1) {
      if (child + 1 < this.count && this.precedes(child + 1, times[child]!, this.sequences[child]!)) child++;
      if (!this.precedes(child, time, sequence)) break;
      this.writeNode(hole, times[child]!, this.sequences[child]!, this.slots[child]!);
      hole = child;
    }
    this.writeNode(hole, time, sequence, slot);
  }

  private precedes(index: number, time: number, sequence: number): boolean {
    const own = this.times[index]!;
    return own < time || (own === time && this.sequences[index]! < sequence);
  }

  private writeNode(index: number, time: number, sequence: number, slot: number): void {
    this.times[index] = time;
    this.sequences[index] = sequence;
    this.slots[index] = slot;
  }

  private grow(): void {
    const doubled = (array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(2 * array.length);
      larger.set(array);
      return larger;
    };
    const doubledIntegers = (array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(2 * array.length);
      larger.set(array);
      return larger;
    };
    this.times = doubled(this.times);
    this.sequences = doubled(this.sequences);
    this.slots = doubledIntegers(this.slots);
    this.handlers = doubledIntegers(this.handlers);
    this.arguments = doubledIntegers(this.arguments);
  }
}
