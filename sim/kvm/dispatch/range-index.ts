import type { IoAccess } from "../access.ts";
import type { IoDevice, IoRange } from "../io-bus.ts";
import { EXACT_LIMIT, equalU64, lessHalves, lessU64, type U64 } from "../u64.ts";

/** A range with its device. The lowest `order` was registered first. */
export interface RangeEntry {
  readonly range: IoRange;
  readonly device: IoDevice;
  readonly order: number;
}

/**
 * Overlapping ranges, cut at every start and end into segments. Each segment knows the first registered range that
 * covers it, and one binary search finds it. Only if that device refuses are the later ranges asked in turn.
 */
export class RangeIndex {
  /** Number of comparisons and asked devices of the last `find`. */
  steps = 0;
  /** Entries in the order of registration, each with its span of addresses (`null`: none). */
  readonly #entries: { readonly entry: RangeEntry; readonly span: Span | null }[] = [];
  /** The cuts of the last build. A change only marks it stale, so that many registrations cost one build. */
  #cuts: readonly U64[] = [];
  #starts = new Float64Array(0);
  /** By segment, from one cut to the next: index of the first registered entry that covers it, or -1. */
  #covers = new Int32Array(0);
  #stale = false;

  get size(): number {
    return this.#entries.length;
  }

  add(entry: RangeEntry): void {
    this.#entries.push({ entry, span: spanOf(entry.range) });
    this.#stale = true;
  }

  /** False if the device is not here. */
  remove(device: IoDevice): boolean {
    const index = this.#entries.findIndex(({ entry }) => entry.device === device);
    if (index < 0) return false;
    this.#entries.splice(index, 1);
    this.#stale = true;
    return true;
  }

  /** The first registered device that covers the start of the access and takes it, if registered before `before`. */
  find(access: IoAccess, before: number): IoDevice | null {
    if (this.#stale) this.#build();
    this.steps = 0;
    const segment = this.#segmentOf(access.gpa);
    if (segment < 0) return null;
    for (let i = this.#covers[segment]!; i >= 0 && i < this.#entries.length; i++) {
      const { entry, span } = this.#entries[i]!;
      if (entry.order > before) return null;
      this.steps++;
      if (span !== null && contains(span, access.gpa) && entry.device.takes(access)) return entry.device;
    }
    return null;
  }

  /** The last cut at or before `gpa`, or -1. */
  #segmentOf(gpa: U64): number {
    let low = 0;
    let high = this.#cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      this.steps++;
      if (this.#isAfter(middle, gpa)) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  #isAfter(cut: number, gpa: U64): boolean {
    const start = this.#starts[cut]!;
    if (start !== gpa.approx || start < EXACT_LIMIT) return start > gpa.approx;
    const exact = this.#cuts[cut]!;
    return lessHalves(gpa.hi, gpa.lo, exact.hi, exact.lo);
  }

  /**
   * Assigns segments in the order of registration. `next` skips the assigned ones, so that deeply nested ranges cost no
   * more than flat ones.
   */
  #build(): void {
    this.#stale = false;
    this.#cuts = sortedUnique(
      this.#entries.flatMap(({ span }) => (span === null ? [] : [span.from, span.last.plus(1)])),
    );
    this.#starts = Float64Array.from(this.#cuts, (cut) => cut.approx);
    this.#covers = new Int32Array(this.#cuts.length).fill(-1);
    const next = Int32Array.from({ length: this.#cuts.length + 1 }, (_, i) => i);
    this.#entries.forEach(({ span }, index) => {
      if (span === null) return;
      const end = this.#segmentOf(span.last) + 1;
      for (let s = unpainted(next, this.#segmentOf(span.from)); s < end; s = unpainted(next, s)) {
        this.#covers[s] = index;
        next[s] = s + 1;
      }
    });
  }
}

/** First and last address. */
interface Span {
  readonly from: U64;
  readonly last: U64;
}

/** The addresses of a range; `null` if its end wraps: no access is inside it. */
function spanOf(range: IoRange): Span | null {
  if (range.len === 0) return { from: range.addr, last: range.addr };
  const end = range.addr.plus(range.len);
  return lessU64(range.addr, end) ? { from: range.addr, last: end.plus(-1) } : null;
}

function contains(span: Span, gpa: U64): boolean {
  return !lessU64(gpa, span.from) && !lessU64(span.last, gpa);
}

function sortedUnique(cuts: U64[]): U64[] {
  cuts.sort((a, b) => (lessU64(a, b) ? -1 : lessU64(b, a) ? 1 : 0));
  return cuts.filter((cut, i) => i === 0 || !equalU64(cut, cuts[i - 1]!));
}

/** The first unassigned segment from `s` on. Shortens the path for the next call. */
function unpainted(next: Int32Array, s: number): number {
  while (next[s]! !== s) {
    next[s] = next[next[s]!]!;
    s = next[s]!;
  }
  return s;
}
