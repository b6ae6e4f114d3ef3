import type { Space } from "./access.ts";
import { ArgumentError } from "./argument-error.ts";

/** Accepts any int as a descriptor: the kernel answers negative ones with -EBADF. */
export function checkFd(fd: number): number {
  if (!Number.isInteger(fd) || fd < -0x80000000 || fd > 0x7fffffff) {
    throw new ArgumentError("fd", `expected an int, not ${shown(fd)}`);
  }
  return fd;
}

/** Accepts an unsigned int of C. */
export function checkU32(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new ArgumentError(name, `expected an unsigned 32-bit number, not ${shown(value)}`);
  }
  return value;
}

/** Accepts a u64 of C, such as an address. */
export function checkU64(name: string, value: bigint): bigint {
  if (typeof value !== "bigint" || value < 0n || value > 0xffffffffffffffffn) {
    throw new ArgumentError(name, `expected a bigint from 0 to 2^64-1, not ${shown(value)}`);
  }
  return value;
}

/** Accepts a buffer of at least `size` bytes. */
export function checkBytes(name: string, value: Uint8Array, size = 0): void {
  if (!(value instanceof Uint8Array)) throw new ArgumentError(name, `expected a Uint8Array, not ${shown(value)}`);
  if (value.length < size) throw new ArgumentError(name, `expected ${size} bytes or more, not ${value.length}`);
}

/** Accepts an object with named fields. */
export function checkFields(name: string, value: object): void {
  if (typeof value !== "object" || value === null) {
    throw new ArgumentError(name, `expected an object, not ${shown(value)}`);
  }
}

export function checkBoolean(name: string, value: boolean): boolean {
  if (typeof value !== "boolean") throw new ArgumentError(name, `expected true or false, not ${shown(value)}`);
  return value;
}

/** Accepts one of `words`. */
export function checkWord<T extends string>(name: string, value: T, words: readonly T[]): T {
  if (!words.includes(value)) {
    throw new ArgumentError(name, `expected one of ${words.map(shown).join(", ")}, not ${shown(value)}`);
  }
  return value;
}

export function checkInstance(name: string, value: unknown, type: abstract new (...args: never) => unknown): void {
  if (!(value instanceof type)) throw new ArgumentError(name, `expected one of type ${type.name}, not ${shown(value)}`);
}

/** Accepts an object with these methods. Those in `optional` may be missing. */
export function checkMethods(
  name: string,
  value: object,
  needed: readonly string[],
  optional: readonly string[],
): void {
  checkFields(name, value);
  const method = (key: string): unknown => (value as Record<string, unknown>)[key];
  const lacking = needed.find((key) => typeof method(key) !== "function");
  const spoilt = optional.find((key) => method(key) !== undefined && typeof method(key) !== "function");
  const key = lacking ?? spoilt;
  if (key !== undefined) throw new ArgumentError(name, `${key} is not a method`);
}

/** Accepts the length of an access: 1, 2, 4 or 8 bytes for a port, 1 to 4096 (a page) for memory. */
export function checkWidth(name: string, space: Space, len: number): void {
  if (space === "pio" && ![1, 2, 4, 8].includes(len)) {
    throw new ArgumentError(name, `a port access has 1, 2, 4 or 8 bytes, not ${shown(len)}`);
  }
  if (!Number.isInteger(len) || len < 1 || len > 4096) {
    throw new ArgumentError(name, `a memory access has 1 to 4096 bytes, not ${shown(len)}`);
  }
}

/** Prints a value in a message: numbers and words as they are, everything else as its type. */
export function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  return value === null ? "null" : typeof value;
}
