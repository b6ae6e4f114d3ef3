import type { ExactMatch, IoDevice } from "../io-bus.ts";
import type { U64 } from "../u64.ts";

/** A device in the table; of equal keys the lowest `order` is found. */
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

/**
 * A hash table keyed by address, length and datamatch: open addressing with linear probing in one typed array, at most
 * half full, so that a lookup reads one or two slots and allocates nothing.
 *
 * A key's length is 0 for "any length", positive for a wildcard, negative for a datamatch of that length.
 */
export class ExactTable {
  /** Slots read since `startLookup`. */
  steps = 0;
  /** Best device since `startLookup`, and its order (`Infinity` without one). */
  found: IoDevice | null = null;
  foundOrder = Infinity;
  #slots = new Int32Array(16 * WORDS);
  #mask = 15;
  readonly #entries: (ExactEntry | null)[] = [];
  readonly #free: number[] = [];
  readonly #indexOf = new Map<IoDevice, number>();

  get size(): number {
    return this.#indexOf.size;
  }

  add(entry: ExactEntry): void {
    const index = this.#free.pop() ?? this.#entries.length;
    this.#entries[index] = entry;
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
    this.#free.push(index);
    return true;
  }

  /** Forgets `found` and the steps; then any number of `lookup` may follow. */
  startLookup(): void {
    this.steps = 0;
    this.found = null;
    this.foundOrder = Infinity;
  }

  /** Keeps the entry with this key in `found` if it was registered before the one there. */
  lookup(addr: U64, len: number, value: U64): void {
    const slots = this.#slots;
    for (let slot = hash(addr, len, value) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS;
      this.steps++;
      const index = slots[at + ENTRY]!;
      if (index === 0) return;
      if (slots[at + 1] !== (addr.lo | 0) || slots[at] !== (addr.hi | 0) || slots[at + TAG] !== len) continue;
      if (slots[at + 4] !== (value.lo | 0) || slots[at + 3] !== (value.hi | 0)) continue;
      const entry = this.#entries[index - 1]!;
      if (entry.order < this.foundOrder) {
        this.found = entry.device;
        this.foundOrder = entry.order;
      }
      return;
    }
  }

  /** Equal keys stand in the order of registration along their probe sequence: each goes behind those before it. */
  #place(index: number): void {
    const { addr, match } = this.#entries[index]!;
    const len = keyLength(match);
    const valueHi = match.datamatch?.hi ?? 0;
    const valueLo = match.datamatch?.lo ?? 0;
    let slot = hashHalves(addr, len, valueHi, valueLo) & this.#mask;
    while (this.#slots[slot * WORDS + ENTRY] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots.set([addr.hi, addr.lo, len, valueHi, valueLo, index + 1], slot * WORDS);
  }

  #homeOf(index: number): number {
    const { addr, match } = this.#entries[index]!;
    return hashHalves(addr, keyLength(match), match.datamatch?.hi ?? 0, match.datamatch?.lo ?? 0) & this.#mask;
  }

  #slotOf(index: number): number {
    let slot = this.#homeOf(index);
    while (this.#slots[slot * WORDS + ENTRY] !== index + 1) slot = (slot + 1) & this.#mask;
    return slot;
  }

  /** Empties a slot and moves the followers up that it would otherwise cut off from their home. */
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

  /** Four times the slots; entries are placed again in the order of registration. */
  #grow(): void {
    this.#mask = this.#mask * 4 + 3;
    this.#slots = new Int32Array((this.#mask + 1) * WORDS);
    for (const index of this.#indexOf.values()) this.#place(index);
  }
}

function keyLength(match: ExactMatch): number {
  return match.datamatch === null ? match.len : -match.len;
}

function hash(addr: U64, len: number, value: U64): number {
  return hashHalves(addr, len, value.hi, value.lo);
}

/** Multiply and fold; the last lines are the finalizer of MurmurHash3 (Appleby), which spreads to the low bits. */
function hashHalves(addr: U64, len: number, valueHi: number, valueLo: number): number {
  let h = Math.imul(addr.lo, 0x9e3779b1) ^ Math.imul(addr.hi + len, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae3d) ^ Math.imul(valueLo, 0x27d4eb2f) ^ Math.imul(valueHi, 0x165667b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
