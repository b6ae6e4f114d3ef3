import { REG } from "./registers.ts";

const { TIME } = REG;

/** Times of events that are to be dealt: the first, the mean distance of the others from it, and how many. */
export interface Spread {
  readonly min: number;
  readonly meanDistance: number;
  readonly count: number;
}

const SMALLEST = 64;

/** Events in order of insertion and no other: a time and a slot each. */
export class FarList {
  declare private readonly registers: Float64Array;
  times = new Float64Array(SMALLEST);
  slots = new Int32Array(SMALLEST);
  count = 0;

  constructor(clock: Float64Array) {
    this.registers = clock;
  }

  /** Makes room for more. */
  grow(): void {
    this.resize(2 * this.times.length);
  }

  /** Takes the event in `slot`, at `clock[TIME]`. */
  add(slot: number): void {
    if (this.count === this.times.length) this.grow();
    this.times[this.count] = this.registers[TIME]!;
    this.slots[this.count++] = slot;
  }

  /** Whether all events are at one time. */
  get allTied(): boolean {
    const { count, times } = this;
    const time = times[0]!;
    let same = 1;
    while (same < count && times[same] === time) same++;
    return same >= count;
  }

  /** Of an empty top: gives room back. */
  shrink(): void {
    this.resize(SMALLEST);
  }

  /**
   * Where most of the times lie: at their mean distance from the first. While more than half lie much nearer than the mean,
   * it tells nothing of them: the others are left out. Distances are summed, not times: the mean of late times that lie close
   * together may be rounded to less than the first of them.
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

  /** Of those at no more than a distance from the first. */
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

  /** Drops the events whose slots `keep` refuses. */
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
