import { createRequire } from "node:module";

/** Bytes that a call reads or writes, an address as a number, or a null pointer. */
export type Pointer = Uint8Array | number | null;

/** The system calls that a VMM needs. Each returns what the kernel does: a result of 0 or more, or a negated errno. */
export interface Libc {
  open(path: string, flags: number): number;
  close(fd: number): number;
  ioctl(fd: number, request: number, argument: Pointer): number;
  eventfd(initval: number, flags: number): number;
  fcntl(fd: number, command: number, argument: number): number;
  read(fd: number, buffer: Uint8Array): number;
  write(fd: number, buffer: Uint8Array): number;
  /** `fds` holds `count` elements of `struct pollfd`. The timeout is in milliseconds. */
  poll(fds: Uint8Array, count: number, timeout: number): number;
  /** Maps `size` bytes, readable and writable, of `at.fd` (-1: anonymous memory). Returns their address. */
  mmap(at: { address: number; size: number; flags: number; fd: number }): number;
  munmap(address: number, size: number): number;
  /** The CPU that this thread runs on. */
  getCpu(): number;
  /** Writes the CPUs that this thread may run on into `mask`, a bit a CPU. */
  getAffinity(mask: Uint8Array): number;
  setAffinity(mask: Uint8Array): number;
  /** The bytes at an address. Use them only as long as the memory stays mapped. */
  view(address: number, size: number): Uint8Array;
}

export const O_RDWR = 2;
export const O_CLOEXEC = 0x80000;
export const F_SETFL = 4;
export const F_DUPFD_CLOEXEC = 1030;
export const O_NONBLOCK = 0x800;
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_FIXED = 0x10;
export const MAP_ANONYMOUS = 0x20;
export const MAP_NORESERVE = 0x4000;

const PROT_READ_WRITE = 3;
const PROTOTYPES = {
  open: "int open(const char *path, int flags)",
  close: "int close(int fd)",
  ioctl: "int ioctl(int fd, unsigned long request, void *argument)",
  eventfd: "int eventfd(unsigned int initval, int flags)",
  fcntl: "int fcntl(int fd, int command, long argument)",
  read: "long read(int fd, void *buffer, size_t count)",
  write: "long write(int fd, void *buffer, size_t count)",
  poll: "int poll(void *fds, unsigned long count, int timeout)",
  mmap: "intptr_t mmap(intptr_t address, size_t size, int protection, int flags, int fd, long offset)",
  munmap: "int munmap(intptr_t address, size_t size)",
  sched_getcpu: "int sched_getcpu()",
  sched_getaffinity: "int sched_getaffinity(int thread, size_t size, void *mask)",
  sched_setaffinity: "int sched_setaffinity(int thread, size_t size, void *mask)",
} as const;

type Call = (...args: unknown[]) => number;

/** The C library of this process. Throws if koffi has no binary for this platform. */
export function loadLibc(): Libc {
  const koffi: typeof import("koffi") = createRequire(import.meta.url)("koffi");
  const library = koffi.load(null);
  const bind = (name: keyof typeof PROTOTYPES): Call => {
    const call = library.func(PROTOTYPES[name]);
    return (...args) => {
      const result = Number(call(...args));
      return result === -1 ? -koffi.errno() : result;
    };
  };
  const [read, write, mmap] = [bind("read"), bind("write"), bind("mmap")];
  const [getAffinity, setAffinity] = [bind("sched_getaffinity"), bind("sched_setaffinity")];
  return {
    open: bind("open"),
    close: bind("close"),
    ioctl: bind("ioctl"),
    eventfd: bind("eventfd"),
    fcntl: bind("fcntl"),
    poll: bind("poll"),
    munmap: bind("munmap"),
    getCpu: bind("sched_getcpu"),
    getAffinity: (mask) => getAffinity(0, mask.length, mask),
    setAffinity: (mask) => setAffinity(0, mask.length, mask),
    read: (fd, buffer) => read(fd, buffer, buffer.length),
    write: (fd, buffer) => write(fd, buffer, buffer.length),
    mmap: ({ address, size, flags, fd }) => mmap(address, size, PROT_READ_WRITE, flags, fd, 0),
    view: (address, size) => new Uint8Array(koffi.view(BigInt(address), size)),
  };
}
