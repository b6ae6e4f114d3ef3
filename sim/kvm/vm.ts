import { EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE } from "./abi.ts";
import { type Space, spaces } from "./access.ts";
import { ArgumentError } from "./argument-error.ts";
import {
  checkBoolean,
  checkBytes,
  checkFields,
  checkInstance,
  checkU32,
  checkU64,
  checkWidth,
  checkWord,
} from "./arguments.ts";
import { type Buses, type BusName, busNames, createBuses } from "./buses.ts";
import { CoalescedZones } from "./coalesced.ts";
import { CoalescedRing, type CoalescedWrite } from "./coalesced-ring.ts";
import { errno } from "./errno.ts";
import { EventFd, pollBits } from "./eventfd.ts";
import { FdTable, OpenFile } from "./fd-table.ts";
import { type Answer, type Exit, GuestAccess } from "./guest-access.ts";
import type { IoBus } from "./io-bus.ts";
import { type IoctlTable, ioctlTable } from "./ioctl-table.ts";
import { Ioeventfds } from "./ioeventfd.ts";
import { Iofds } from "./iofd.ts";
import { Irqchip } from "./irqchip.ts";
import { Irqfds } from "./irqfd.ts";
import { type Kernel, kernels, kernelTraits } from "./kernels.ts";
import { Ram } from "./ram.ts";

export { type Kernel, kernels } from "./kernels.ts";

/** Options of a `Vm`. */
export interface VmOptions {
  readonly kernel: Kernel;
  /** "lifted": no limit to the devices on a bus. */
  readonly deviceLimit?: "kernel" | "lifted";
  /** Descriptors to share with another VM of the same process. */
  readonly fds?: FdTable;
  /** Whether an MMIO fault tries the fast-MMIO bus first, as on a CPU with EPT. */
  readonly fastMmio?: boolean;
}

/**
 * KVM's notification path without KVM: descriptors, ioctls, guest accesses, and the exits that remain for the VMM.
 * Calls return what the kernel returns, 0 or a negated errno. An argument that no C program could pass throws
 * `ArgumentError`.
 */
export class Vm {
  readonly kernel: Kernel;
  readonly fds: FdTable;
  readonly #buses: Buses;
  readonly #ram = new Ram();
  readonly #guest: GuestAccess;
  readonly #irqchip: Irqchip;
  readonly #irqfds: Irqfds;
  readonly #zones: CoalescedZones;
  readonly #ioctls: IoctlTable;
  readonly #strictWrites: boolean;

  constructor(options: VmOptions) {
    checkFields("options", options);
    const { kernel, deviceLimit = "kernel", fds = new FdTable(), fastMmio = false } = options;
    const traits = kernelTraits[checkWord("kernel", kernel, kernels)];
    const limit = checkWord("deviceLimit", deviceLimit, ["kernel", "lifted"]) === "lifted" ? Infinity : undefined;
    checkInstance("fds", fds, FdTable);
    checkBoolean("fastMmio", fastMmio);
    this.kernel = kernel;
    this.#strictWrites = traits.eventfdWrite === "8";
    this.fds = fds;
    this.#buses = createBuses(() => traits.dispatcher(limit));
    this.#irqchip = new Irqchip(this.#buses);
    const host = { buses: this.#buses, fds: this.fds, irqchip: this.#irqchip, ram: this.#ram };
    this.#irqfds = new Irqfds(host, traits.irqfd);
    this.#zones = new CoalescedZones(this.#buses, new CoalescedRing(traits.ring), traits.zones);
    this.#guest = new GuestAccess({ ...host, fragments: traits.fragments, fastMmio });
    this.#ioctls = ioctlTable({
      irqchip: this.#irqchip,
      irqfds: this.#irqfds,
      zones: this.#zones,
      iofds: traits.iofd === null ? null : new Iofds(host, traits.iofd),
      ioeventfds: traits.ioeventfd === null ? null : new Ioeventfds(host, traits.ioeventfd),
    });
  }

  /** A bus, for callers that deliver accesses themselves. A fault on "fast-mmio" is a write of length 0. */
  bus(name: BusName): IoBus {
    return this.#buses[checkWord("name", name, busNames)];
  }

  /** The eventfd of a descriptor, for consumers in the kernel (`eventfd_ctx_fdget`). Throws if it is no eventfd. */
  eventFdOf(fd: number): EventFd {
    const eventfd = this.fds.eventfd(fd);
    if (typeof eventfd === "number") throw new ArgumentError("fd", `${fd} is not an eventfd`);
    return eventfd;
  }

  /** eventfd2(2): a descriptor, or -EINVAL for unknown flags. `initval` is a u32. */
  eventfd(initval: number, flags: number): number {
    checkU32("initval", initval);
    checkU32("flags", flags);
    if ((flags & ~(EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC)) !== 0) return -errno.EINVAL;
    const semaphore = (flags & EFD_SEMAPHORE) !== 0;
    return this.fds.open(new OpenFile(new EventFd(initval, { semaphore })));
  }

  /** A descriptor of /dev/null: an open file that is no eventfd. */
  openNull(): number {
    return this.fds.open(new OpenFile(null));
  }

  /** dup(2): the lowest free descriptor, or -EBADF. */
  dup(fd: number): number {
    return this.fds.dup(fd);
  }

  /** close(2): 0 or -EBADF. */
  close(fd: number): number {
    return this.fds.close(fd);
  }

  /** read(2): bytes read, or a negated errno; -EAGAIN where it would block. */
  read(fd: number, buffer: Uint8Array): number {
    checkBytes("buffer", buffer);
    const file = this.fds.file(fd);
    if (file === null) return -errno.EBADF;
    if (file.eventfd === null) return 0;
    if (buffer.length < 8) return -errno.EINVAL;
    const count = file.eventfd.read();
    if (count === null) return -errno.EAGAIN;
    new DataView(buffer.buffer, buffer.byteOffset).setBigUint64(0, count, true);
    return 8;
  }

  /** write(2): bytes written, or a negated errno; -EAGAIN where it would block. */
  write(fd: number, buffer: Uint8Array): number {
    checkBytes("buffer", buffer);
    const file = this.fds.file(fd);
    if (file === null) return -errno.EBADF;
    if (file.eventfd === null) return buffer.length;
    if (buffer.length < 8 || (buffer.length > 8 && this.#strictWrites)) return -errno.EINVAL;
    const value = new DataView(buffer.buffer, buffer.byteOffset).getBigUint64(0, true);
    if (value === 0xffffffffffffffffn) return -errno.EINVAL;
    return file.eventfd.write(value) ? 8 : -errno.EAGAIN;
  }

  /**
   * The events of poll(2): POLLIN 1, POLLOUT 4, POLLERR 8; POLLNVAL 32 for a closed descriptor; 0 for a negative one.
   */
  poll(fd: number): number {
    const file = this.fds.file(fd);
    if (fd < 0) return 0; // poll(2) ignores negative descriptors
    if (file === null) return pollBits.POLLNVAL;
    return file.eventfd?.poll() ?? pollBits.POLLIN | pollBits.POLLOUT;
  }

  /** ioctl(2) on the VM: 0 or a negated errno. `null` stands for an unreadable pointer. Throws for too few bytes. */
  ioctl(request: number, argument: Uint8Array | null): number {
    const ioctl = this.#ioctls.get(checkU32("request", request));
    if (ioctl === undefined) return -errno.ENOTTY;
    if (ioctl.size === 0) return ioctl.run(new Uint8Array(0));
    if (argument === null) return -errno.EFAULT;
    checkBytes("argument", argument, ioctl.size);
    return ioctl.run(argument);
  }

  /** Adds guest memory, in bytes. Throws unless it is whole pages that do not overlap. RAM wins over devices. */
  addRam(gpa: bigint, size: bigint): void {
    this.#ram.add(checkU64("gpa", gpa), size);
  }

  /**
   * Performs one guest store. Returns the exits to the VMM, none if it stayed in the kernel. Call it per element of
   * string PIO.
   */
  store(access: { space: Space; gpa: bigint; data: Uint8Array }): Exit[] {
    checkFields("access", access);
    const space = checkWord("space", access.space, spaces);
    checkBytes("data", access.data);
    checkWidth("data", space, access.data.length);
    return this.#guest.store(space, checkU64("gpa", access.gpa), access.data);
  }

  /** Performs one guest load. `answer` is the VMM's data for its exits, by default zeros. */
  load(access: { space: Space; gpa: bigint; len: number; answer?: Answer }): { data: Uint8Array; exits: Exit[] } {
    checkFields("access", access);
    const space = checkWord("space", access.space, spaces);
    checkWidth("len", space, access.len);
    const answer = access.answer ?? new Uint8Array(access.len);
    if (typeof answer !== "function") checkBytes("answer", answer);
    const data = new Uint8Array(access.len);
    const exits = this.#guest.load(space, { gpa: checkU64("gpa", access.gpa), data }, answer);
    return { data, exits };
  }

  /** Drains the coalesced ring, oldest first. */
  coalesced(): CoalescedWrite[] {
    return this.#zones.ring.drain();
  }

  /** The indexes of the coalesced ring, which the VMM maps and may set. */
  get ring(): { first: number; last: number } {
    return this.#zones.ring;
  }

  set ring(indexes: { first: number; last: number }) {
    checkFields("ring", indexes);
    checkU32("ring.last", indexes.last);
    this.#zones.ring.first = indexes.first;
    this.#zones.ring.last = indexes.last;
  }

  /** The gsis injected since the last call, oldest first. */
  interrupts(): number[] {
    return this.#irqchip.takeInjected();
  }

  /** The guest's end of interrupt: lowers the line of a resampling irqfd and signals its resamplefds. */
  eoi(gsi: number): void {
    this.#irqfds.acknowledge(checkU32("gsi", gsi));
  }
}
