import type { IoAccess } from "./access.ts";
import { checkFields, checkInstance, checkMethods, checkU32 } from "./arguments.ts";
import type { EventFd } from "./eventfd.ts";
import { U64 } from "./u64.ts";

/** A device on the bus (`kvm_io_device`). */
export interface IoDevice {
  /** Must have no side effect. False offers the access to the next candidate, and in the end to userspace. */
  takes(access: IoAccess): boolean;
  /** Performs a write that `takes` accepted. The caller chooses the instant. */
  write(access: IoAccess): void;
  /** Fills `data` (`access.len` bytes) for a read that `takes` accepted. Devices that refuse reads omit it. */
  read?(access: IoAccess, data: Uint8Array): void;
  /** Set by devices that only signal. Today's bus does not count them against its device limit. */
  readonly eventfd?: EventFd;
  /** Set by devices that match by equality alone, so that a bus may look them up in a table. */
  readonly match?: ExactMatch;
}

/** Matches the writes at the start of the range with this length and value. */
export interface ExactMatch {
  /** Bytes; 0 matches every length. */
  readonly len: number;
  /** `null` is the wildcard: it matches every value. */
  readonly datamatch: U64 | null;
}

/** Address range of a device. `len` 0 means this address with any length of access. */
export interface IoRange {
  readonly addr: U64;
  readonly len: number;
}

/** The bus search of one kernel, with its quirks. */
export interface Dispatcher {
  /** 0, or a negated errno. */
  register(range: IoRange, device: IoDevice): number;
  /** No effect if the device is not registered. */
  unregister(device: IoDevice): void;
  /** The device that takes the access; `null` if userspace must handle it. Allocates nothing. */
  find(access: IoAccess): IoDevice | null;
  /** Number of registered devices. */
  readonly size: number;
  /** Number of steps of the last `find`. */
  readonly steps: number;
  /**
   * The kind of a step, which has its own cost: a device asked, a comparison of the binary search, or a hash table
   * slot.
   */
  readonly step: "linear" | "bsearch" | "hash";
}

/**
 * The bus of one address space. `find` only searches; `write` searches and performs the write. A caller with a clock
 * calls `find`, lets the time of `steps` pass, and calls `device.write` at the instant of the signal. Make accesses
 * with `ioWrite` and `ioRead`: the bus does not check them again, since this is the hot path.
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

  /** Removes the device from the bus (`kvm_io_bus_unregister_dev`). */
  unregister(device: IoDevice): void {
    this.dispatcher.unregister(device);
  }

  /** The device that takes this access; `null` if userspace must handle it. */
  find(access: IoAccess): IoDevice | null {
    return this.dispatcher.find(access);
  }

  /** Delivers a write and returns the device that took it; `null` if userspace must handle it (`kvm_io_bus_write`). */
  write(access: IoAccess): IoDevice | null {
    const device = this.dispatcher.find(access);
    if (device !== null) device.write(access);
    return device;
  }

  /** Reads into `data` and returns the device that took it; `null` if userspace must handle it (`kvm_io_bus_read`). */
  read(access: IoAccess, data: Uint8Array): IoDevice | null {
    const device = this.dispatcher.find(access);
    if (device !== null) device.read?.(access, data);
    return device;
  }
}
