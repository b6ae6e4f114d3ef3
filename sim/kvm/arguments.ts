import type { Space } from "./access.ts";

/** A descriptor: any integer, for the kernel has an answer (-EBADF) to the negative ones. */
export function checkFd(fd: number): number {
  if (!Number.isInteger(fd)) throw new TypeError(`fd: expected an integer, not ${String(fd)}`);
  return fd;
}

/** An unsigned int of C. */
export function checkU32(name: string, value: number): number {
  if (typeof value !== "number") throw new TypeError(`${name}: expected a number, not ${typeof value}`);
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`${name}: ${value} is not an unsigned 32-bit number`);
  }
  return value;
}

/** A buffer. */
export function checkBytes(name: string, value: Uint8Array): void {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name}: expected a Uint8Array, not ${typeof value}`);
}

/** A guest physical address. */
export function checkGpa(gpa: bigint): bigint {
  if (typeof gpa !== "bigint") throw new TypeError(`gpa: expected a bigint, not ${typeof gpa}`);
  if (gpa < 0n || gpa > 0xffffffffffffffffn) throw new RangeError(`gpa: ${gpa} is not an unsigned 64-bit number`);
  return gpa;
}

export function checkSpace(space: Space): Space {
  if (space !== "mmio" && space !== "pio") throw new TypeError(`space: expected "mmio" or "pio", not ${String(space)}`);
  return space;
}

/** Bytes of one access: a port operand has 1, 2, 4 or 8, a memory operand at most a page. */
export function checkWidth(name: string, space: Space, len: number): void {
  if (!Number.isInteger(len)) throw new TypeError(`${name}: expected an integer length, not ${String(len)}`);
  if (space === "pio" && ![1, 2, 4, 8].includes(len)) throw new RangeError(`${name}: no port access has ${len} bytes`);
  if (len < 1 || len > 4096) throw new RangeError(`${name}: a memory access has 1 to 4096 bytes, not ${len}`);
}
