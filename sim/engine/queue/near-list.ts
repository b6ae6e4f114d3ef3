import { REG } from "./registers.ts";

const { TIME } = REG;
const FOREVER = Number.POSITIVE_INFINITY;

/** Most events that a front holds. */
export const CAPACITY = 8;
/** The places in order of number. */
const INITIAL_ORDER = 0x76543210;

/**
 * The next events, at most eight, each at a place that it keeps: what is sorted is `order`. To count the times that are not
 * later than a new one, and to make room for its digit, takes no branch: where events come at random, to guess wrong how far
 * one has to go costs a processor more than to look at all.
 */
export class NearList {
  /** Time at each place; no time at all, Infinity, at a free one. */
  readonly times = new Float64Array(CAPACITY).fill(FOREVER);
  /** The slot of the event at each place. */
  readonly slots = new Int32Array(CAPACITY);
  /** The places, a hexadecimal digit each: the lowest is that of the earliest event, and the highest are free. */
  order = INITIAL_ORDER;
  declare private readonly registers: Float64Array;

  constructor(clock: Float64Array) {
    this.registers = clock;
  }

  /** Whether there is no room for another event. */
  get full(): boolean {
    return this.times[this.order >>> 28]! < FOREVER;
  }

  /** Inserts the event in `slot`, at `clock[TIME]`, after those at its time. There must be room. */
  insert(slot: number): void {
    const { order, times } = this;
    const time = this.registers[TIME]!;
    const place = order >>> 28;
    this.order = insertDigit(order, rankOf(times, time));
    times[place] = time;
    this.slots[place] = slot;
  }

  /** The place of the event of this rank, from 0. */
  placeOf(rank: number): number {
    return (this.order >>> (4 * rank)) & 7;
  }
}

/** How many of the eight times are not later than `time`: comparisons as numbers, added as a tree, and no branch. */
export function rankOf(times: Float64Array, time: number): number {
  const first = (+(times[0]! <= time) + +(times[1]! <= time)) | 0;
  const second = (+(times[2]! <= time) + +(times[3]! <= time)) | 0;
  const third = (+(times[4]! <= time) + +(times[5]! <= time)) | 0;
  const fourth = (+(times[6]! <= time) + +(times[7]! <= time)) | 0;
  return (((first + second) | 0) + ((third + fourth) | 0)) | 0;
}

/** `order` with its highest digit, a free place, inserted as the digit of this rank, from 0 to 7. */
export function insertDigit(order: number, rank: number): number {
  const shift = rank << 2;
  const lower = (1 << shift) - 1;
  return (order & lower) | ((order >>> 28) << shift) | ((order & ~lower) << 4);
}
