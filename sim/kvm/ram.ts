import { ArgumentError } from "./argument-error.ts";
import { shown } from "./arguments.ts";

/** x86 page size in bytes. */
export const PAGE_SIZE = 4096n;

/** Guest memory: regions of whole pages. RAM takes an access before any device. */
export class Ram {
  readonly #regions: { readonly start: bigint; readonly end: bigint }[] = [];
  /** Pages that were written to, by page number. */
  readonly #pages = new Map<bigint, Uint8Array>();

  /** Adds a region. Throws unless `gpa` (a u64) and `size` are whole pages below 2^64 that overlap no other region. */
  add(gpa: bigint, size: bigint): void {
    if (gpa % PAGE_SIZE !== 0n) throw new ArgumentError("gpa", `${gpa} is not the address of a page`);
    if (typeof size !== "bigint" || size <= 0n || size % PAGE_SIZE !== 0n || gpa + size > 1n << 64n) {
      throw new ArgumentError("size", `expected whole pages, as a bigint, that end by 2^64, not ${shown(size)}`);
    }
    const end = gpa + size;
    const other = this.#regions.find((region) => gpa < region.end && region.start < end);
    if (other !== undefined) throw new ArgumentError("gpa", `there is RAM from ${other.start} to ${other.end} already`);
    this.#regions.push({ start: gpa, end });
  }

  /** Whether the page of this address is RAM. */
  has(gpa: bigint): boolean {
    return this.#regions.some((region) => gpa >= region.start && gpa < region.end);
  }

  /** Writes within one page of RAM. */
  write(gpa: bigint, data: Uint8Array): void {
    const number = gpa / PAGE_SIZE;
    const page = this.#pages.get(number) ?? new Uint8Array(Number(PAGE_SIZE));
    this.#pages.set(number, page);
    page.set(data, Number(gpa % PAGE_SIZE));
  }

  /** Reads within one page of RAM. Bytes that were never written are 0. */
  read(gpa: bigint, data: Uint8Array): void {
    const page = this.#pages.get(gpa / PAGE_SIZE);
    const offset = Number(gpa % PAGE_SIZE);
    if (page === undefined) data.fill(0);
    else data.set(page.subarray(offset, offset + data.length));
  }
}
