import { throwOnErrno } from "./kvm.ts";
import { type Libc, MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED } from "./libc.ts";

/** Memory that stays at its place while VMs come and go: a vCPU's pages are mapped over a part of it. */
export class GuestMemory {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly #libc: Libc;

  constructor(libc: Libc, size: number) {
    this.#libc = libc;
    this.address = throwOnErrno("mmap", libc.mmap({ address: 0, size, flags: MAP_PRIVATE | MAP_ANONYMOUS, fd: -1 }));
    this.bytes = libc.view(this.address, size);
  }

  /** Maps the pages of a descriptor over `size` bytes at `offset`. */
  map(at: { offset: number; size: number }, fd: number): void {
    this.#mmap(at, { flags: MAP_SHARED | MAP_FIXED, fd });
  }

  /** Puts zeroed memory there again, which lets go of the descriptor's pages. */
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
