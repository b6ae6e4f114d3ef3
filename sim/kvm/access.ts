import { ArgumentError } from "./argument-error.ts";
import { checkBytes, shown } from "./arguments.ts";
import { U64 } from "./u64.ts";

const WORD = 4294967296;

export const spaces = ["mmio", "pio"] as const;
/** Address spaces of devices: memory, and x86 I/O ports. */
export type Space = (typeof spaces)[number];

/** One access on a bus: at most 8 bytes, already split at page borders and into chunks. */
export class IoAccess {
  // The words of `gpa`, so that a search touches no other object. The initial values tell V8 that they are integers.
  readonly gpaHi: number = 0;
  readonly gpaLo: number = 0;
  /** Bytes, 0 to 8. Length 0 is a fast-MMIO fault, where only the address is known. */
  readonly len: number = 0;
  readonly isWrite: boolean = false;
  readonly gpa: U64;
  /** `gpa + len` modulo 2^64. */
  readonly end: U64;
  /** The bytes written, zero-extended, first byte lowest; 0 for a read. */
  readonly value: U64;

  constructor(fields: { gpa: U64; len: number; value: U64; isWrite: boolean }) {
    this.gpaHi = fields.gpa.hi | 0;
    this.gpaLo = fields.gpa.lo | 0;
    this.len = fields.len;
    this.isWrite = fields.isWrite;
    this.gpa = fields.gpa;
    this.end = fields.gpa.plus(fields.len);
    this.value = fields.value;
  }

  /** Nearest double of `gpa`. */
  get from(): number {
    return (this.gpaHi >>> 0) * WORD + (this.gpaLo >>> 0);
  }
}

const ZERO = new U64(0, 0);

/** A store of `data` (0 to 8 bytes, little-endian) at `gpa`. A `number` must be at most 2^53-1. */
export function ioWrite(gpa: bigint | number, data: Uint8Array): IoAccess {
  checkBytes("data", data);
  checkLength("data", data.length);
  const at = (i: number): number => data[i] ?? 0;
  const word = (i: number): number => at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
  return new IoAccess({ gpa: U64.of(gpa, "gpa"), len: data.length, value: new U64(word(4), word(0)), isWrite: true });
}

/** A load of `len` bytes (0 to 8) at `gpa`. A `number` must be at most 2^53-1. */
export function ioRead(gpa: bigint | number, len: number): IoAccess {
  checkLength("len", len);
  return new IoAccess({ gpa: U64.of(gpa, "gpa"), len, value: ZERO, isWrite: false });
}

function checkLength(name: string, len: number): void {
  if (!Number.isInteger(len) || len < 0 || len > 8) {
    throw new ArgumentError(name, `a bus access has 0 to 8 bytes, not ${shown(len)}`);
  }
}
