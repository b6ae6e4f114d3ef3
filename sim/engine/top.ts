import type { Spread } from "./ladder.ts";

const SMALLEST = 64;

/** Events in order of insertion and no other: a time and a slot each. */
export class Top {
  times = new Float64Array(SMALLEST);
  slots = new Int32Array(SMALLEST);
  count = 0;

  /** Makes room for more. */
  grow(): void {
    this.resize(2 * this.times.length);
  }

  /** Of an empty top: gives room back. */
  shrink(): void {
    this.resize(SMALLEST);
  }

  /** The spread of the times up to twice the mean distance from the first: most of them, whatever the last are. */
  nearer(): Spread {
    const { count, times } = this;
    let min = times[0]!;
    let max = min;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const time = times[i]!;
      sum += time;
      if (time < min) min = time;
      else if (time > max) max = time;
    }
    return { min, max: Math.max(min, Math.min(max, 2 * (sum / count) - min)), count };
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
