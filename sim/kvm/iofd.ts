import { KVM_IOFD_FLAG_DEASSIGN, KVM_IOFD_FLAG_PIO } from "./abi.ts";
import type { IoAccess } from "./access.ts";
import type { Buses, BusName } from "./buses.ts";
import { errno } from "./errno.ts";
import type { EventFd } from "./eventfd.ts";
import type { FdTable, OpenFile } from "./fd-table.ts";
import type { IoDevice } from "./io-bus.ts";
import type { IofdArgs } from "./structs.ts";
import { equalU64, lessU64, U64 } from "./u64.ts";

/** A region that signals an eventfd on a write, as in the 2009 patch (`_iofd`). */
export class Iofd implements IoDevice {
  readonly addr: U64;
  /** Bytes; with 0 it never matches. */
  readonly len: number;
  readonly eventfd: EventFd;
  /** `addr + len` modulo 2^64. A region that wraps never matches. */
  readonly #end: U64;

  constructor(addr: U64, len: number, eventfd: EventFd) {
    this.addr = addr;
    this.len = len;
    this.eventfd = eventfd;
    this.#end = addr.plus(len);
  }

  /** Matches by the start of the access alone, whatever its length and direction (`iofd_in_range`). */
  takes(access: IoAccess): boolean {
    return !lessU64(access.gpa, this.addr) && lessU64(access.gpa, this.#end);
  }

  write(_access: IoAccess): void {
    this.eventfd.signal();
  }

  /** Reads stay in the kernel and return zeros. */
  read(_access: IoAccess, data: Uint8Array): void {
    data.fill(0);
  }
}

interface Assigned {
  readonly bus: BusName;
  readonly device: Iofd;
  readonly file: OpenFile;
}

/** Whether deassign works. v7 always refuses it, since its bus cannot unregister a device. */
export type IofdDeassign = "refused" | "works";

/** KVM_IOFD of one VM. */
export class Iofds {
  readonly #buses: Buses;
  readonly #fds: FdTable;
  readonly #deassigns: IofdDeassign;
  readonly #assigned: Assigned[] = [];

  constructor(host: { readonly buses: Buses; readonly fds: FdTable }, deassign: IofdDeassign) {
    this.#buses = host.buses;
    this.#fds = host.fds;
    this.#deassigns = deassign;
  }

  /** 0 or a negated errno (`kvm_iofd`). It checks DEASSIGN before the descriptor, and ignores unknown flags. */
  ioctl(args: Required<IofdArgs>): number {
    return (args.flags & KVM_IOFD_FLAG_DEASSIGN) !== 0 ? this.#deassign(args) : this.#assign(args);
  }

  #assign(args: Required<IofdArgs>): number {
    const file = this.#fds.file(args.fd);
    if (file === null) return -errno.EBADF;
    if (file.eventfd === null) return -errno.EINVAL;
    const bus = busOf(args.flags);
    const addr = U64.of(args.addr);
    const device = new Iofd(addr, args.len, file.eventfd);
    const result = this.#buses[bus].register({ addr, len: args.len }, device);
    if (result !== 0) return result;
    file.get(); // v7 references the file, not the eventfd context: closing every descriptor does not release it
    this.#assigned.push({ bus, device, file });
    return 0;
  }

  /** The first registration with this bus, address, length and eventfd; else -ENOENT. */
  #deassign(args: Required<IofdArgs>): number {
    if (this.#deassigns === "refused") return -errno.EINVAL;
    const eventfd = this.#fds.eventfd(args.fd);
    if (typeof eventfd === "number") return eventfd;
    const bus = busOf(args.flags);
    const addr = U64.of(args.addr);
    const index = this.#assigned.findIndex(
      ({ bus: its, device }) =>
        its === bus && device.eventfd === eventfd && device.len === args.len && equalU64(device.addr, addr),
    );
    if (index < 0) return -errno.ENOENT;
    const [entry] = this.#assigned.splice(index, 1);
    this.#buses[bus].unregister(entry!.device);
    entry!.file.put();
    return 0;
  }
}

function busOf(flags: number): BusName {
  return (flags & KVM_IOFD_FLAG_PIO) !== 0 ? "pio" : "mmio";
}
