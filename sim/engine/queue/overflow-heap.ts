import { EVENT } from "./event-storage.ts";
import { REG } from "./registers.ts";

const { NONE } = EVENT;
const { TIME } = REG;
const FOREVER = Number.POSITIVE_INFINITY;
const SMALLEST = 64;

/**
 * A binary heap of events, ordered by time, then by serial number. It takes events that are too close together for the
 * buckets and too many for the near list.
 */
export class OverflowHeap {
  declare private readonly registers: Float64Array;
  private times = new Float64Array(SMALLEST).fill(FOREVER, 0, 1);
  private serials = new Float64Array(SMALLEST);
  private slots = new Int32Array(SMALLEST);
  /** Number of events. */
  count = 0;
  /** Serial numbers of the events put first and put last; both restart at 0 when the heap is empty. */
  private firstSerial = 0;
  private lastSerial = 0;

  constructor(registers: Float64Array) {
    this.registers = registers;
  }

  /** The earliest time; Infinity if the heap is empty. */
  get firstTime(): number {
    return this.times[0]!;
  }

  /** Adds the event in `slot`, at the time in REG.TIME, after its ties. */
  push(slot: number): void {
    this.siftUp(slot, ++this.lastSerial);
  }

  /** Adds the event in `slot`, at the time in REG.TIME, before its ties. */
  pushFirst(slot: number): void {
    this.siftUp(slot, --this.firstSerial);
  }

  /** Takes the earliest event out and returns its slot; NONE if the heap is empty. */
  take(): number {
    if (this.count === 0) return NONE;
    const slot = this.slots[0]!;
    if (--this.count > 0) this.siftDown(this.count);
    else {
      this.times[0] = FOREVER;
      this.firstSerial = 0;
      this.lastSerial = 0;
    }
    return slot;
  }

  /** Keeps only the events whose slots satisfy `keep`. */
  filter(keep: (slot: number) => boolean): void {
    const { count, serials, slots, times } = this;
    const all = Array.from({ length: count }, (_, i) => ({ time: times[i]!, serial: serials[i]!, slot: slots[i]! }));
    this.count = 0;
    times[0] = FOREVER;
    for (const { time, serial, slot } of all) {
      if (!keep(slot)) continue;
      this.registers[TIME] = time;
      this.siftUp(slot, serial);
    }
  }

  /** Frees memory. The heap must be empty. */
  shrink(): void {
    this.resize(SMALLEST);
  }

  private siftUp(slot: number, serial: number): void {
    if (this.count === this.slots.length) this.resize(2 * this.count);
    const { serials, slots, times } = this;
    const time = this.registers[TIME]!;
    let hole = this.count++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent]! < time || (times[parent] === time && serials[parent]! < serial)) break;
      this.move(parent, hole);
      hole = parent;
    }
    times[hole] = time;
    serials[hole] = serial;
    slots[hole] = slot;
  }

  /** Moves the event at `last` into the hole at the root, and down to its place. */
  private siftDown(last: number): void {
    let hole = 0;
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.precedes(child + 1, child)) child++;
      if (this.precedes(last, child)) break;
      this.move(child, hole);
      hole = child;
    }
    this.move(last, hole);
  }

  private precedes(a: number, b: number): boolean {
    const { serials, times } = this;
    return times[a]! < times[b]! || (times[a] === times[b] && serials[a]! < serials[b]!);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.serials[to] = this.serials[from]!;
    this.slots[to] = this.slots[from]!;
  }

  private resize(length: number): void {
    const { serials, slots, times } = this;
    this.times = new Float64Array(length);
    this.serials = new Float64Array(length);
    this.slots = new Int32Array(length);
    this.times.set(times.subarray(0, length));
    this.serials.set(serials.subarray(0, length));
    this.slots.set(slots.subarray(0, length));
  }
}
