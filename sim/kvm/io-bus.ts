import type { IoAccess } from "./access.ts";
import { checkFields, checkInstance, checkMethods, checkU32 } from "./arguments.ts";
import type { EventFd } from "./eventfd.ts";
import { U64 } from "./u64.ts";

/** A device on the bus: what `kvm_io_device` is to `kvm_io_bus`. */
export interface IoDevice {
  /** Pure. False offers the access to the next candidate, and at last to userspace. */
  takes(access: IoAccess): boolean;
  /** The effect of a write that `takes` accepted, at the instant at which it happens. */
  write(access: IoAccess): void;
  /** Fills `data` (`access.len` bytes) for a read that `takes` accepted; devices that refuse reads have none. */
  read?(access: IoAccess, data: Uint8Array): void;
  /** Set by devices that only signal; they are not counted against the device limit of today's bus. */
  readonly eventfd?: EventFd;
  /** Set by devices whose whole condition is equality, so that a bus may look them up instead of asking them. */
  readonly match?: ExactMatch;
}

/** Takes exactly the writes at the start of its range whose length and value agree. */
export interface ExactMatch {
  /** Bytes; 0 agrees with every length. */
  readonly len: number;
  /** `null` is the wildcard: every value agrees. */
  readonly datamatch: U64 | null;
}

/** Where a device lies. `len` 0 means "this address, whatever the length of the access". */
export interface IoRange {
  readonly addr: U64;
  readonly len: number;
}

/** The search of one kernel, with the quirks that it has. */
export interface Dispatcher {
  /** 0, or a negated errno. */
  register(range: IoRange, device: IoDevice): number;
  /** Without effect if the device is not there. */
  unregister(device: IoDevice): void;
  /** The device that takes the access, or `null`: userspace has to handle it. Allocates nothing. */
  find(access: IoAccess): IoDevice | null;
  /** Devices registered. */
  readonly size: number;
  /** Steps that the last `find` made. */
  readonly steps: number;
  /** Which price a step has: a device asked, a comparison of the binary search, or a slot of a hash table. */
  readonly step: "linear" | "bsearch" | "hash";
}

/**
 * The dispatcher of one address space. `find` is the search and `write` the search with its effect: a caller with a
 * clock finds, lets the time of `steps` pass, and calls `device.write` at the instant of the signal. Accesses are those
 * that `ioWrite` and `ioRead` make, and are not checked again: this is the hot path.
 */
export class IoBus {
  readonly dispatcher: Dispatcher;

  constructor(dispatcher: Dispatcher) {
    this.dispatcher = dispatcher;
  }

  get size(): number {
    return this.dispatcher.size;
  }

  get steps(): number {
    return this.dispatcher.steps;
  }

  /** 0, or a negated errno (`kvm_io_bus_register_dev`). */
  register(range: IoRange, device: IoDevice): number {
    checkFields("range", range);
    checkInstance("addr", range.addr, U64);
    checkU32("len", range.len);
    checkMethods("device", device, ["takes", "write"], ["read"]);
    return this.dispatcher.register(range, device);
  }

  /** Takes the device off the bus (`kvm_io_bus_unregister_dev`). */
  unregister(device: IoDevice): void {
    this.dispatcher.unregister(device);
  }

  /** The device that takes this access, or `null` if userspace has to. */
  find(access: IoAccess): IoDevice | null {
    return this.dispatcher.find(access);
  }

  /** Delivers a write and returns its taker; `null` leaves it to userspace (`kvm_io_bus_write`). */
  write(access: IoAccess): IoDevice | null {
    const device = this.dispatcher.find(access);
    if (device !== null) device.write(access);
    return device;
  }

  /** Delivers a read into `data` and returns its taker; `null` leaves it to userspace (`kvm_io_bus_read`). */
  read(access: IoAccess, data: Uint8Array): IoDevice | null {
    const device = this.dispatcher.find(access);
    if (device !== null) device.read?.(access, data);
    return device;
  }
}
