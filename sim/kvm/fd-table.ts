import { checkFd, checkInstance } from "./arguments.ts";
import { errno } from "./errno.ts";
import type { EventFd } from "./eventfd.ts";

/** An open file: an eventfd (or `null` for any other kind). It lives until its last reference is dropped. */
export class OpenFile {
  readonly eventfd: EventFd | null;
  #references = 0;

  constructor(eventfd: EventFd | null) {
    this.eventfd = eventfd;
  }

  /** Takes a reference (`fget`). */
  get(): void {
    this.#references++;
  }

  /** Drops a reference (`fput`). The last one hangs up an eventfd. */
  put(): void {
    this.#references--;
    if (this.#references === 0) this.eventfd?.hangUp();
  }
}

/** Descriptors 0 to 2 are a program's standard streams. */
const FIRST_FD = 3;

/** The descriptors of one process, from 3, lowest free one first. Two VMs of a process share a table. */
export class FdTable {
  readonly #files: (OpenFile | undefined)[] = [];
  #lowestFree = FIRST_FD;

  /** Gives the file the lowest free descriptor. */
  open(file: OpenFile): number {
    checkInstance("file", file, OpenFile);
    const fd = this.#lowestFree;
    this.#files[fd] = file;
    file.get();
    while (this.#files[this.#lowestFree] !== undefined) this.#lowestFree++;
    return fd;
  }

  /** The open file, or `null`. */
  file(fd: number): OpenFile | null {
    return this.#files[checkFd(fd)] ?? null;
  }

  /** The eventfd, or -EBADF without an open file, or -EINVAL for another kind of file (`eventfd_ctx_fdget`). */
  eventfd(fd: number): EventFd | number {
    const file = this.file(fd);
    if (file === null) return -errno.EBADF;
    return file.eventfd ?? -errno.EINVAL;
  }

  /** Another descriptor of the same open file, or -EBADF. */
  dup(fd: number): number {
    const file = this.file(fd);
    return file === null ? -errno.EBADF : this.open(file);
  }

  /** 0 or -EBADF. */
  close(fd: number): number {
    const file = this.file(fd);
    if (file === null) return -errno.EBADF;
    this.#files[fd] = undefined;
    this.#lowestFree = Math.min(this.#lowestFree, fd);
    file.put();
    return 0;
  }
}
