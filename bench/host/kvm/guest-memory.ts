import { throwOnErrno } from "./kvm.ts";
import { type Libc, MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED } from "./libc.ts";

/**
 * Memory for guests, at one address in this process while VMs come and go. A part of it can be replaced by the pages
 * of a vCPU's descriptor.
 */
export class GuestMemory {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly #libc: Libc;

  constructor(libc: Libc, size: number) {
    this.#libc = libc;
    this.address = throwOnErrno("mmap", libc.mmap({ address: 0, size, flags: MAP_PRIVATE | MAP_ANONYMOUS, fd: -1 }));
    this.bytes = libc.view(this.address, size);
  }

  /** Maps the pages of descriptor `fd` over `size` bytes at `offset`. */
  map(at: { offset: number; size: number }, fd: number): void {
    this.#mmap(at, { flags: MAP_SHARED | MAP_FIXED, fd });
  }

  /** Maps zeroed memory there again. This releases the descriptor's pages. */
  unmap(at: { offset: number; size: number }): void {
    this.#mmap(at, { flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, fd: -1 });
  }

  close(): void {
    this.#libc.munmap(this.address, this.bytes.length);
  }

  #mmap({ offset, size }: { offset: number; size: number }, onto: { flags: number; fd: number }): void {
    throwOnErrno("mmap", this.#libc.mmap({ address: this.address + offset, size, ...onto }));
  }
}
