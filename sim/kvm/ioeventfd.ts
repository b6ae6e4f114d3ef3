import {
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_DEASSIGN,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY,
} from "./abi.ts";
import type { IoAccess } from "./access.ts";
import type { Buses, BusName } from "./buses.ts";
import { CollisionIndex, type CollisionKey } from "./collision-index.ts";
import { errno } from "./errno.ts";
import type { EventFd } from "./eventfd.ts";
import type { FdTable } from "./fd-table.ts";
import type { ExactMatch, IoDevice } from "./io-bus.ts";
import type { IoeventfdArgs } from "./structs.ts";
import { U64 } from "./u64.ts";

/** A guest write that signals an eventfd (`_ioeventfd`). */
export class Ioeventfd implements IoDevice {
  // `addr` and `match` as flat small integers, so that a search over thousands of devices touches no other object.
  #addrHi = 0;
  #addrLo = 0;
  #len = 0;
  #isWildcard = false;
  #valueHi = 0;
  #valueLo = 0;
  readonly addr: U64;
  readonly match: ExactMatch;
  readonly eventfd: EventFd;

  constructor(addr: U64, match: ExactMatch, eventfd: EventFd) {
    this.addr = addr;
    this.match = match;
    this.eventfd = eventfd;
    this.#addrHi = addr.hi | 0;
    this.#addrLo = addr.lo | 0;
    this.#len = match.len;
    this.#isWildcard = match.datamatch === null;
    this.#valueHi = (match.datamatch?.hi ?? 0) | 0;
    this.#valueLo = (match.datamatch?.lo ?? 0) | 0;
  }

  /** `ioeventfd_in_range`. Takes no reads: the kernel has no read operation for it. */
  takes(access: IoAccess): boolean {
    if (access.isWrite === false) return false;
    if (access.gpaLo !== this.#addrLo || access.gpaHi !== this.#addrHi) return false;
    if (this.#len === 0) return true;
    if (access.len !== this.#len) return false;
    if (this.#isWildcard === true) return true;
    // A datamatch with bits beyond the length never equals the zero-extended value.
    return (access.value.lo | 0) === this.#valueLo && (access.value.hi | 0) === this.#valueHi;
  }

  write(_access: IoAccess): void {
    this.eventfd.signal();
  }
}

/** Differences between kernels. */
export interface IoeventfdRules {
  /** Lengths in bytes that assign accepts. */
  readonly lengths: readonly number[];
  readonly validFlags: number;
  /** "none": PIO and MMIO at the same address and length collide, and deassign does not distinguish them. */
  readonly compares: "bus" | "none";
}

/** KVM_IOEVENTFD of one VM. */
export class Ioeventfds {
  readonly #buses: Buses;
  readonly #fds: FdTable;
  readonly #rules: IoeventfdRules;
  readonly #index = new CollisionIndex<{ readonly device: Ioeventfd; readonly bus: BusName }>();

  constructor(host: { readonly buses: Buses; readonly fds: FdTable }, rules: IoeventfdRules) {
    this.#buses = host.buses;
    this.#fds = host.fds;
    this.#rules = rules;
  }

  /** 0 or a negated errno (`kvm_ioeventfd`). */
  ioctl(args: Required<IoeventfdArgs>): number {
    return (args.flags & KVM_IOEVENTFD_FLAG_DEASSIGN) !== 0 ? this.#deassign(args) : this.#assign(args);
  }

  #assign(args: Required<IoeventfdArgs>): number {
    if (!this.#rules.lengths.includes(args.len)) return -errno.EINVAL;
    if (args.addr + BigInt(args.len) > 0xffffffffffffffffn) return -errno.EINVAL;
    if ((args.flags & ~this.#rules.validFlags) !== 0) return -errno.EINVAL;
    if (args.len === 0 && (args.flags & KVM_IOEVENTFD_FLAG_DATAMATCH) !== 0) return -errno.EINVAL;

    const bus = busOf(args.flags);
    const result = this.#assignOn(bus, args);
    if (result !== 0 || args.len !== 0 || bus !== "mmio") return result;
    const twin = this.#assignOn("fast-mmio", args);
    if (twin !== 0) this.#deassignFrom(bus, args);
    return twin;
  }

  #deassign(args: Required<IoeventfdArgs>): number {
    const bus = busOf(args.flags);
    const result = this.#deassignFrom(bus, args);
    // The kernel ignores whether the fast-MMIO twin was there.
    if (args.len === 0 && bus === "mmio") this.#deassignFrom("fast-mmio", args);
    return result;
  }

  /** `kvm_assign_ioeventfd_idx`. */
  #assignOn(bus: BusName, args: Required<IoeventfdArgs>): number {
    const eventfd = this.#fds.eventfd(args.fd);
    if (typeof eventfd === "number") return eventfd;
    const key = this.#keyOf(bus, args);
    if (this.#index.collides(key)) return -errno.EEXIST;

    const addr = U64.of(args.addr);
    const datamatch = key.datamatch === null ? null : U64.of(key.datamatch);
    const device = new Ioeventfd(addr, { len: args.len, datamatch }, eventfd);
    const result = this.#buses[bus].register({ addr, len: args.len }, device);
    if (result === 0) this.#index.add(key, { device, bus });
    return result;
  }

  /** `kvm_deassign_ioeventfd_idx`. It compares eventfds, not descriptors, so any descriptor of the eventfd works. */
  #deassignFrom(bus: BusName, args: Required<IoeventfdArgs>): number {
    const eventfd = this.#fds.eventfd(args.fd);
    if (typeof eventfd === "number") return eventfd;
    const key = this.#keyOf(bus, args);
    const entry = this.#index.get(key);
    if (entry === undefined || entry.device.eventfd !== eventfd) return -errno.ENOENT;
    this.#buses[entry.bus].unregister(entry.device);
    this.#index.delete(key);
    return 0;
  }

  #keyOf(bus: BusName, args: Required<IoeventfdArgs>): CollisionKey {
    const wildcard = (args.flags & KVM_IOEVENTFD_FLAG_DATAMATCH) === 0;
    return {
      bus: this.#rules.compares === "bus" ? bus : "",
      addr: args.addr,
      len: args.len,
      datamatch: wildcard ? null : args.datamatch,
    };
  }
}

/** PIO wins over CCW (`ioeventfd_bus_from_flags`). */
function busOf(flags: number): BusName {
  if ((flags & KVM_IOEVENTFD_FLAG_PIO) !== 0) return "pio";
  return (flags & KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY) !== 0 ? "ccw" : "mmio";
}
