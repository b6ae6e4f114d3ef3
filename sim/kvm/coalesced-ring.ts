import type { IoAccess } from "./access.ts";
import { ArgumentError } from "./argument-error.ts";
import { checkU32 } from "./arguments.ts";
import { U64 } from "./u64.ts";

/** Entries in the page after the two indexes: (4096 - 8) / 24. One entry always stays empty. */
export const COALESCED_MAX = 170;

const BYTES = 8;

/** A write in the ring. */
export interface CoalescedWrite {
  readonly gpa: bigint;
  readonly len: number;
  /** `len` bytes. */
  readonly data: Uint8Array;
  readonly pio: boolean;
}

/**
 * "2009": the kernel wraps free space at 2^32, then takes it modulo 170. So half of the time 85 entries look like a
 * full ring.
 */
export type RingArithmetic = "now" | "2009";

/** `kvm_coalesced_mmio_ring`, which the VMM maps. The VMM moves `first`, the kernel `last`. */
export class CoalescedRing {
  readonly #arithmetic: RingArithmetic;
  #first = 0;
  #last = 0;
  readonly #gpas: U64[] = new Array(COALESCED_MAX).fill(new U64(0, 0));
  readonly #lens = new Uint8Array(COALESCED_MAX);
  readonly #pio = new Uint8Array(COALESCED_MAX);
  readonly #data = new DataView(new ArrayBuffer(COALESCED_MAX * BYTES));

  constructor(arithmetic: RingArithmetic) {
    this.#arithmetic = arithmetic;
  }

  /** Index of the next entry to drain, a u32. */
  get first(): number {
    return this.#first;
  }

  set first(index: number) {
    this.#first = checkU32("ring.first", index);
  }

  /** Index of the next entry to fill, a u32. */
  get last(): number {
    return this.#last;
  }

  set last(index: number) {
    this.#last = checkU32("ring.last", index);
  }

  /** Whether another write fits. An index that the VMM set out of range leaves no room. */
  get hasRoom(): boolean {
    const last = this.#last;
    if (last >= COALESCED_MAX) return false;
    if (this.#arithmetic === "2009") return ((this.#first - last - 1) >>> 0) % COALESCED_MAX !== 0;
    return (last + 1) % COALESCED_MAX !== this.#first;
  }

  /** Adds a write (`coalesced_mmio_write`). There must be room. `pio` is the zone's flag, 0 or 1. */
  push(access: IoAccess, pio: number): void {
    const last = this.#last;
    this.#gpas[last] = access.gpa;
    this.#lens[last] = access.len;
    this.#pio[last] = pio;
    this.#data.setUint32(last * BYTES, access.value.lo, true);
    this.#data.setUint32(last * BYTES + 4, access.value.hi, true);
    this.#last = (last + 1) % COALESCED_MAX;
  }

  /** Drains the ring, oldest first. Throws if the VMM set an index out of range: draining would never end. */
  drain(): CoalescedWrite[] {
    if (this.#first >= COALESCED_MAX || this.#last >= COALESCED_MAX) {
      const indexes = `first ${this.#first} and last ${this.#last}`;
      throw new ArgumentError("ring", `${indexes} must be below ${COALESCED_MAX}`);
    }
    const writes: CoalescedWrite[] = [];
    for (; this.#first !== this.#last; this.#first = (this.#first + 1) % COALESCED_MAX) {
      writes.push(this.#entry(this.#first));
    }
    return writes;
  }

  #entry(index: number): CoalescedWrite {
    const len = this.#lens[index]!;
    const data = new Uint8Array(this.#data.buffer.slice(index * BYTES, index * BYTES + len));
    return { gpa: this.#gpas[index]!.toBigInt(), len, data, pio: this.#pio[index] === 1 };
  }
}
