import type { ExactMatch, IoDevice } from "../io-bus.ts";
import { U64 } from "../u64.ts";

/** A device in the table. Among equal keys, a lookup finds the lowest `order`. */
export interface ExactEntry {
  readonly addr: U64;
  readonly match: ExactMatch;
  readonly device: IoDevice;
  readonly order: number;
}

/** Words of a slot: address high and low, tag, value high and low, 1 + index of the entry (0 = free). */
const WORDS = 8;
const TAG = 2;
const ENTRY = 5;

/** The value in a key without a datamatch. */
export const NO_VALUE = new U64(0, 0);

/**
 * A hash table keyed by address, length and datamatch. It uses open addressing with linear probing in one typed array,
 * at most half full, so that a lookup reads one or two slots and allocates nothing.
 *
 * A key's length is 0 for "any length", positive for a wildcard, negative for a datamatch of that length.
 */
export class ExactTable {
  /** Number of slots that lookups have read. The caller resets it. */
  steps = 0;
  #slots = new Int32Array(16 * WORDS);
  #mask = 15;
  readonly #entries: (ExactEntry | null)[] = [];
  /** What a lookup needs of the entries, flat. */
  readonly #devices: (IoDevice | null)[] = [];
  readonly #orders: number[] = [];
  readonly #free: number[] = [];
  readonly #indexOf = new Map<IoDevice, number>();

  get size(): number {
    return this.#indexOf.size;
  }

  add(entry: ExactEntry): void {
    const index = this.#free.pop() ?? this.#entries.length;
    this.#entries[index] = entry;
    this.#devices[index] = entry.device;
    this.#orders[index] = entry.order;
    this.#indexOf.set(entry.device, index);
    if (this.size * 2 > this.#mask) this.#grow();
    else this.#place(index);
  }

  /** False if the device is not here. */
  remove(device: IoDevice): boolean {
    const index = this.#indexOf.get(device);
    if (index === undefined) return false;
    this.#close(this.#slotOf(index));
    this.#indexOf.delete(device);
    this.#entries[index] = null;
    this.#devices[index] = null;
    this.#free.push(index);
    return true;
  }

  /** Index of the first registered entry with this key, or -1. */
  lookup(addr: U64, len: number, value: U64): number {
    const slots = this.#slots;
    const mask = this.#mask;
    const addrLo = addr.lo | 0;
    const addrHi = addr.hi | 0;
    const valueLo = value.lo | 0;
    const valueHi = value.hi | 0;
    for (let slot = hash(addrHi, addrLo, len, valueHi, valueLo) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      this.steps++;
      const index = slots[at + ENTRY]! - 1;
      if (index < 0) return -1;
      if (slots[at + 1] !== addrLo || slots[at] !== addrHi || slots[at + TAG] !== len) continue;
      if (slots[at + 4] === valueLo && slots[at + 3] === valueHi) return index;
    }
  }

  /** The device that a lookup found, or `null` for -1. */
  deviceAt(index: number): IoDevice | null {
    return index < 0 ? null : this.#devices[index]!;
  }

  /** When the entry was registered; `Infinity` for -1. */
  orderAt(index: number): number {
    return index < 0 ? Infinity : this.#orders[index]!;
  }

  /** The earlier registered of two lookup results. */
  earlier(a: number, b: number): number {
    if (a < 0) return b;
    return b < 0 || this.#orders[a]! < this.#orders[b]! ? a : b;
  }

  /** Equal keys lie in the order of registration along their probe sequence. */
  #place(index: number): void {
    const { addr, match } = this.#entries[index]!;
    let slot = this.#homeOf(index);
    while (this.#slots[slot * WORDS + ENTRY] !== 0) slot = (slot + 1) & this.#mask;
    const value = match.datamatch ?? NO_VALUE;
    this.#slots.set([addr.hi, addr.lo, keyLength(match), value.hi, value.lo, index + 1], slot * WORDS);
  }

  #homeOf(index: number): number {
    const { addr, match } = this.#entries[index]!;
    const value = match.datamatch ?? NO_VALUE;
    return hash(addr.hi, addr.lo, keyLength(match), value.hi, value.lo) & this.#mask;
  }

  #slotOf(index: number): number {
    let slot = this.#homeOf(index);
    while (this.#slots[slot * WORDS + ENTRY] !== index + 1) slot = (slot + 1) & this.#mask;
    return slot;
  }

  /** Empties a slot and moves later ones up, so that no probe sequence has a gap. */
  #close(hole: number): void {
    const slots = this.#slots;
    for (let slot = (hole + 1) & this.#mask; slots[slot * WORDS + ENTRY] !== 0; slot = (slot + 1) & this.#mask) {
      const home = this.#homeOf(slots[slot * WORDS + ENTRY]! - 1);
      if (((slot - home) & this.#mask) < ((slot - hole) & this.#mask)) continue;
      slots.copyWithin(hole * WORDS, slot * WORDS, (slot + 1) * WORDS);
      hole = slot;
    }
    slots.fill(0, hole * WORDS, (hole + 1) * WORDS);
  }

  /** Quadruples the slots and inserts the entries again, in the order of registration. */
  #grow(): void {
    this.#mask = this.#mask * 4 + 3;
    this.#slots = new Int32Array((this.#mask + 1) * WORDS);
    for (const index of this.#indexOf.values()) this.#place(index);
  }
}

function keyLength(match: ExactMatch): number {
  return match.datamatch === null ? match.len : -match.len;
}

/**
 * Multiplies each word by its own odd constant, which can run in parallel, then folds, since the mask takes the low
 * bits.
 */
function hash(addrHi: number, addrLo: number, len: number, valueHi: number, valueLo: number): number {
  const sum =
    Math.imul(addrLo, 0x9e3779b1) +
    Math.imul(addrHi, 0x85ebca77) +
    Math.imul(len, 0xc2b2ae3d) +
    Math.imul(valueLo, 0x27d4eb2f) +
    Math.imul(valueHi, 0x165667b1);
  const folded = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return folded ^ (folded >>> 13);
}
