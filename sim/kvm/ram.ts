/** x86 page size in bytes. */
export const PAGE_SIZE = 4096n;

/** Guest memory: regions of whole pages, which take every access before any device is asked. */
export class Ram {
  readonly #regions: { readonly start: bigint; readonly end: bigint }[] = [];
  /** Only pages that were written to, by page number. */
  readonly #pages = new Map<bigint, Uint8Array>();

  /** Throws `RangeError` unless `gpa` and `size` are whole pages below 2^64 that no other region has. */
  add(gpa: bigint, size: bigint): void {
    if (gpa < 0n || gpa % PAGE_SIZE !== 0n) throw new RangeError(`gpa: ${gpa} is not the address of a page`);
    const end = gpa + size;
    if (size <= 0n || size % PAGE_SIZE !== 0n || end > 1n << 64n) {
      throw new RangeError(`size: ${size} is not a number of whole pages that ends by 2^64`);
    }
    const other = this.#regions.find((region) => gpa < region.end && region.start < end);
    if (other !== undefined) throw new RangeError(`gpa: there is RAM from ${other.start} to ${other.end} already`);
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

  /** Reads within one page of RAM; what was never written is 0. */
  read(gpa: bigint, data: Uint8Array): void {
    const page = this.#pages.get(gpa / PAGE_SIZE);
    const offset = Number(gpa % PAGE_SIZE);
    if (page === undefined) data.fill(0);
    else data.set(page.subarray(offset, offset + data.length));
  }
}
