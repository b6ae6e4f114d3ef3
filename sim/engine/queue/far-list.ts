import { REG } from "./registers.ts";

const { TIME } = REG;

/** The earliest time, the mean distance of the times from it, and how many events it was taken over. */
export interface Spread {
  readonly min: number;
  readonly meanDistance: number;
  readonly count: number;
}

const SMALLEST = 64;

/** The far-future events, unsorted in order of insertion: a time and a slot each. */
export class FarList {
  declare private readonly registers: Float64Array;
  times = new Float64Array(SMALLEST);
  slots = new Int32Array(SMALLEST);
  count = 0;

  constructor(registers: Float64Array) {
    this.registers = registers;
  }

  grow(): void {
    this.resize(2 * this.times.length);
  }

  /** Adds the event in `slot`, at the time in REG.TIME. */
  add(slot: number): void {
    if (this.count === this.times.length) this.grow();
    this.times[this.count] = this.registers[TIME]!;
    this.slots[this.count++] = slot;
  }

  /** Whether all events have the same time. */
  get allTied(): boolean {
    const { count, times } = this;
    const time = times[0]!;
    let same = 1;
    while (same < count && times[same] === time) same++;
    return same >= count;
  }

  /** Frees memory. The list must be empty. */
  shrink(): void {
    this.resize(SMALLEST);
  }

  /**
   * The spread of most of the times. Outliers are left out: as long as more than half of the times lie much nearer than
   * the mean distance, the farther ones are dropped. Distances are summed, not times: for late times that lie close
   * together, rounding can put their mean before the earliest.
   */
  spread(): Spread {
    const { count, times } = this;
    let min = times[0]!;
    for (let i = 1; i < count; i++) if (times[i]! < min) min = times[i]!;
    let spread = this.spreadWithin(min, Number.MAX_VALUE);
    for (;;) {
      const nearer = this.spreadWithin(min, spread.meanDistance);
      if (3 * nearer.meanDistance >= spread.meanDistance || 2 * nearer.count <= count) return spread;
      spread = nearer;
    }
  }

  /** The spread of the times at a distance of at most `most` from `min`. */
  private spreadWithin(min: number, most: number): Spread {
    const { count, times } = this;
    let near = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const distance = times[i]! - min;
      if (distance > most) continue;
      near++;
      sum += distance;
    }
    return { min, meanDistance: sum / near, count: near };
  }

  /** Keeps only the events whose slots satisfy `keep`. */
  filter(keep: (slot: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (!keep(this.slots[i]!)) continue;
      this.times[kept] = this.times[i]!;
      this.slots[kept++] = this.slots[i]!;
    }
    this.count = kept;
  }

  private resize(length: number): void {
    const times = new Float64Array(length);
    const slots = new Int32Array(length);
    times.set(this.times.subarray(0, length));
    slots.set(this.slots.subarray(0, length));
    this.times = times;
    this.slots = slots;
  }
}
