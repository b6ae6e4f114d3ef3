import { F_DUPFD_CLOEXEC, F_SETFL, type Libc, O_NONBLOCK, O_RDWR } from "./libc.ts";

/** The first descriptor after the standard streams. `Vm` numbers from it too. */
const FIRST_FD = 3;
/** The kernel's number of the first script descriptor: above all descriptors that Node opens. */
const FIRST_KERNEL_FD = 256;
const SHIFT = FIRST_KERNEL_FD - FIRST_FD;

/**
 * The descriptors of a script. Each new one is the lowest free number from `FIRST_KERNEL_FD` on. The script sees them
 * numbered from 3, as in a program that has opened nothing else.
 */
export class Descriptors {
  readonly #libc: Libc;
  readonly #open = new Set<number>();

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** The kernel's number of a script's descriptor. A negative one stays as it is. */
  kernelFd(fd: number): number {
    return fd < 0 ? fd : fd + SHIFT;
  }

  /** eventfd2(2), made non-blocking: a call that would block answers -EAGAIN. */
  eventfd(initval: number, flags: number): number {
    return this.#moveIntoRange(this.#libc.eventfd(initval, flags));
  }

  openNull(): number {
    return this.#moveIntoRange(this.#libc.open("/dev/null", O_RDWR));
  }

  dup(fd: number): number {
    return this.#duplicate(this.kernelFd(fd));
  }

  close(fd: number): number {
    this.#open.delete(fd);
    return this.#libc.close(this.kernelFd(fd));
  }

  read(fd: number, buffer: Uint8Array): number {
    return this.#libc.read(this.kernelFd(fd), buffer);
  }

  write(fd: number, buffer: Uint8Array): number {
    return this.#libc.write(this.kernelFd(fd), buffer);
  }

  /** The `revents` of poll(2) for POLLIN and POLLOUT; the kernel adds POLLERR and POLLNVAL. */
  poll(fd: number): number {
    const pollfd = new Int16Array(4);
    new Int32Array(pollfd.buffer)[0] = this.kernelFd(fd);
    pollfd[2] = 1 | 4;
    const result = this.#libc.poll(new Uint8Array(pollfd.buffer), 1, 0);
    return result < 0 ? result : pollfd[3]!;
  }

  closeAll(): void {
    for (const fd of [...this.#open]) this.close(fd);
  }

  /** Moves a new descriptor to a number from `FIRST_KERNEL_FD` on. */
  #moveIntoRange(fd: number): number {
    if (fd < 0) return fd;
    const placed = this.#duplicate(fd);
    this.#libc.close(fd);
    this.#libc.fcntl(this.kernelFd(placed), F_SETFL, O_NONBLOCK);
    return placed;
  }

  #duplicate(fd: number): number {
    const real = this.#libc.fcntl(fd, F_DUPFD_CLOEXEC, FIRST_KERNEL_FD);
    if (real < 0) return real;
    const placed = real - SHIFT;
    this.#open.add(placed);
    return placed;
  }
}
