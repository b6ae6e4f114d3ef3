import type { IoAccess } from "../access.ts";
import type { IoRange } from "../io-bus.ts";
import { EXACT_LIMIT, lessHalves, type U64 } from "../u64.ts";

/** A copy of `EXACT_LIMIT`: V8 loads an imported constant from memory at each use. */
const NEAR = 9007199254740992;

/** End of a zero-length range. No real end is negative. */
const NO_END = -1;

/** Words per entry in `#bounds` (start, end) and in `#halves` (start high and low, end high and low). */
const BOUNDS = 2;
const HALVES = 4;

/**
 * The array of `kvm_io_range`, in columns: nearest doubles of start and end, and exact halves for the rare tie above
 * 2^53. So a comparison normally reads two doubles.
 */
export class RangeArray {
  /** Number of comparisons of the last `first`. */
  steps = 0;
  #size = 0;
  /** Nearest double that no start or end exceeds. Removals do not lower it. */
  #highest = 0;
  #bounds = new Float64Array(16 * BOUNDS);
  #halves = new Uint32Array(16 * HALVES);

  /**
   * `kvm_io_bus_cmp(access, entry)`: -1 if the access starts before the entry, 1 if it ends after it, else 0. The u64
   * arithmetic wraps. A zero-length entry compares only starts.
   */
  compare(access: IoAccess, index: number): number {
    const start = this.#bounds[BOUNDS * index]!;
    const from = access.gpa.approx;
    if (from < start || (from === start && from >= EXACT_LIMIT && this.#startsBefore(access.gpa, index))) return -1;
    const end = this.#bounds[BOUNDS * index + 1]!;
    if (end === NO_END) return from > start || (from === start && this.#startsAfter(access.gpa, index)) ? 1 : 0;
    const to = access.end.approx;
    return to > end || (to === end && to >= EXACT_LIMIT && this.#endsAfter(access.end, index)) ? 1 : 0;
  }

  /**
   * The first candidate for an access, or -1 (`kvm_io_bus_get_first_dev`): any match of the kernel's `bsearch`, then
   * back while the neighbour matches too.
   */
  first(access: IoAccess): number {
    const from = access.from;
    const to = from + access.len;
    return to < NEAR ? this.#firstNear(from, to) : this.#firstExact(access);
  }

  /** `#firstExact` with `compare` written out for keys whose nearest doubles are exact, which halves its time. */
  #firstNear(from: number, to: number): number {
    const bounds = this.#bounds;
    let base = 0;
    let steps = 0;
    let found = -1;
    for (let n = this.#size; n > 0; ) {
      const pivot = base + (n >> 1);
      const start = bounds[BOUNDS * pivot]!;
      const end = bounds[BOUNDS * pivot + 1]!;
      steps++;
      if (from < start) {
        n >>= 1;
      } else if (to <= end || (end === NO_END && from === start)) {
        found = pivot;
        break;
      } else {
        base = pivot + 1;
        n = (n - 1) >> 1;
      }
    }
    while (found > 0) {
      steps++;
      const start = bounds[BOUNDS * (found - 1)]!;
      const end = bounds[BOUNDS * (found - 1) + 1]!;
      if (from < start || (to > end && (end !== NO_END || from !== start))) break;
      found--;
    }
    this.steps = steps;
    return found;
  }

  #firstExact(access: IoAccess): number {
    this.steps = 0;
    let found = this.#searchExact(access);
    while (found > 0) {
      this.steps++;
      if (this.compare(access, found - 1) !== 0) break;
      found--;
    }
    return found;
  }

  #searchExact(access: IoAccess): number {
    let base = 0;
    for (let n = this.#size; n > 0; n >>= 1) {
      const pivot = base + (n >> 1);
      this.steps++;
      const order = this.compare(access, pivot);
      if (order === 0) return pivot;
      if (order > 0) {
        base = pivot + 1;
        n--;
      }
    }
    return -1;
  }

  /** Inserts the range before the first entry that compares greater. Returns its index. */
  insert(range: IoRange): number {
    if (this.#size * BOUNDS === this.#bounds.length) this.#grow();
    // The kernel stores the length in an int, so 2^31 and above are negative.
    const end = range.addr.plus(range.len | 0);
    const index = this.#placeOf(range.addr, range.len === 0 ? null : end);
    this.#move(index, index + 1);
    this.#size++;
    this.#highest = Math.max(this.#highest, range.addr.approx, end.approx);
    this.#bounds[BOUNDS * index] = range.addr.approx;
    this.#bounds[BOUNDS * index + 1] = range.len === 0 ? NO_END : end.approx;
    this.#halves.set([range.addr.hi, range.addr.lo, end.hi, end.lo], index * HALVES);
    return index;
  }

  remove(index: number): void {
    this.#move(index + 1, index);
    this.#size--;
  }

  /**
   * The first entry e with `kvm_io_bus_cmp(e, new) > 0`. `end` is `null` for a new range of length 0. Nearest doubles
   * rule out all entries at once, or nearly all before it. That matters, since thousands of registrations make this
   * loop quadratic.
   */
  #placeOf(start: U64, end: U64 | null): number {
    const bounds = this.#bounds;
    const size = this.#size;
    const from = start.approx;
    const to = end === null ? from : end.approx;
    // The greatest double that is surely not above the new end.
    const settled = to < EXACT_LIMIT ? to : to * (1 - Number.EPSILON);
    if (this.#highest <= settled) return size;
    for (let index = 0; index < size; index++) {
      const entryStart = bounds[BOUNDS * index]!;
      if (entryStart < from) continue;
      const entryEnd = bounds[BOUNDS * index + 1]!;
      const last = end === null || entryEnd === NO_END ? entryStart : entryEnd;
      if (last <= settled) continue;
      if (this.#isGreater(index, start, end)) return index;
    }
    return size;
  }

  #isGreater(index: number, start: U64, end: U64 | null): boolean {
    if (this.#startsAfter(start, index)) return false; // the entry starts first
    if (end === null) return this.#startsBefore(start, index);
    const entryEnd = this.#bounds[BOUNDS * index + 1]!;
    // A zero-length entry ends where it starts.
    const hi = this.#halves[index * HALVES + 2]!;
    const lo = this.#halves[index * HALVES + 3]!;
    const approx = entryEnd === NO_END ? this.#bounds[BOUNDS * index]! : entryEnd;
    if (approx !== end.approx) return approx > end.approx;
    return approx >= EXACT_LIMIT && lessHalves(end.hi, end.lo, hi, lo);
  }

  /** Whether `u` lies before the start of the entry. */
  #startsBefore(u: U64, index: number): boolean {
    const start = this.#bounds[BOUNDS * index]!;
    if (u.approx !== start) return u.approx < start;
    return lessHalves(u.hi, u.lo, this.#halves[index * HALVES]!, this.#halves[index * HALVES + 1]!);
  }

  /** Whether `u` lies after the start of the entry. */
  #startsAfter(u: U64, index: number): boolean {
    const start = this.#bounds[BOUNDS * index]!;
    if (u.approx !== start) return u.approx > start;
    return lessHalves(this.#halves[index * HALVES]!, this.#halves[index * HALVES + 1]!, u.hi, u.lo);
  }

  /** Whether `u` lies after the end of the entry. Their nearest doubles must be equal. */
  #endsAfter(u: U64, index: number): boolean {
    return lessHalves(this.#halves[index * HALVES + 2]!, this.#halves[index * HALVES + 3]!, u.hi, u.lo);
  }

  #move(from: number, to: number): void {
    this.#bounds.copyWithin(to * BOUNDS, from * BOUNDS, this.#size * BOUNDS);
    this.#halves.copyWithin(to * HALVES, from * HALVES, this.#size * HALVES);
  }

  #grow(): void {
    const bounds = new Float64Array(2 * this.#bounds.length);
    const halves = new Uint32Array(2 * this.#halves.length);
    bounds.set(this.#bounds);
    halves.set(this.#halves);
    this.#bounds = bounds;
    this.#halves = halves;
  }
}
