import { REG } from "./registers.ts";

const { TIME } = REG;
const FOREVER = Number.POSITIVE_INFINITY;

/** Most events that a near list holds. */
export const CAPACITY = 8;
/** All places free, in ascending order. */
const INITIAL_ORDER = 0x76543210;

/**
 * The next few events. An event keeps its place; only `order` is sorted. An insertion takes no branch: it counts the
 * times that are not later than the new one, and shifts digits. With random times a branch would be mispredicted often,
 * which costs more than comparing with all eight.
 */
export class NearList {
  /** Time at each place; Infinity at a free one. */
  readonly times = new Float64Array(CAPACITY).fill(FOREVER);
  /** Slot of the event at each place. */
  readonly slots = new Int32Array(CAPACITY);
  /** The places as hexadecimal digits, the earliest event's lowest. The free places are the highest digits. */
  order = INITIAL_ORDER;
  declare private readonly registers: Float64Array;

  constructor(registers: Float64Array) {
    this.registers = registers;
  }

  get full(): boolean {
    return this.times[this.order >>> 28]! < FOREVER;
  }

  /** Inserts the event in `slot`, at the time in REG.TIME, after its ties. The list must not be full. */
  insert(slot: number): void {
    const { order, times } = this;
    const time = this.registers[TIME]!;
    const place = order >>> 28;
    this.order = insertDigit(order, rankOf(times, time));
    times[place] = time;
    this.slots[place] = slot;
  }

  /** The place of the event with this rank, from 0. */
  placeOf(rank: number): number {
    return (this.order >>> (4 * rank)) & 7;
  }
}

/** How many of the eight times are not later than `time`: comparisons as numbers, added as a tree, without a branch. */
export function rankOf(times: Float64Array, time: number): number {
  const first = (+(times[0]! <= time) + +(times[1]! <= time)) | 0;
  const second = (+(times[2]! <= time) + +(times[3]! <= time)) | 0;
  const third = (+(times[4]! <= time) + +(times[5]! <= time)) | 0;
  const fourth = (+(times[6]! <= time) + +(times[7]! <= time)) | 0;
  return (((first + second) | 0) + ((third + fourth) | 0)) | 0;
}

/** Moves the highest digit of `order`, a free place, to this rank, from 0 to 7; the digits from there on move up. */
export function insertDigit(order: number, rank: number): number {
  const shift = rank << 2;
  const lower = (1 << shift) - 1;
  return (order & lower) | ((order >>> 28) << shift) | ((order & ~lower) << 4);
}
