import type { IoAccess } from "../access.ts";
import { errno } from "../errno.ts";
import type { Dispatcher, IoDevice, IoRange } from "../io-bus.ts";
import { ExactTable, NO_VALUE } from "./exact-table.ts";
import { RangeIndex } from "./range-index.ts";
import { MAX_DEVICES } from "./sorted.ts";

/**
 * A better bus, to show its gain. Devices that match by equality are in a hash table, even if all share an address;
 * ranges are in an index. Among the devices that take an access, the first registered always gets it.
 */
export class Ideal implements Dispatcher {
  readonly step = "hash";
  /** Slots and index entries that the last `find` read. */
  steps = 0;
  readonly #exact = new ExactTable();
  readonly #ranges = new RangeIndex();
  readonly #limit: number;
  #registered = 0;
  #counted = 0;
  #anyLength = 0;
  #wildcards = 0;
  #datamatches = 0;

  constructor(limit: number = MAX_DEVICES) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#exact.size + this.#ranges.size;
  }

  /** 0 or -ENOSPC, by the rule of today's bus. */
  register(range: IoRange, device: IoDevice): number {
    if (this.#counted >= this.#limit) return -errno.ENOSPC;
    const order = this.#registered++;
    if (device.match === undefined) this.#ranges.add({ range, device, order });
    else this.#exact.add({ addr: range.addr, match: device.match, device, order });
    this.#count(device, 1);
    return 0;
  }

  unregister(device: IoDevice): void {
    if (this.#exact.remove(device) || this.#ranges.remove(device)) this.#count(device, -1);
  }

  find(access: IoAccess): IoDevice | null {
    const exact = this.#exact;
    exact.steps = 0;
    const index = access.isWrite ? this.#findExact(access) : -1;
    this.steps = exact.steps;
    if (this.#ranges.size === 0) return exact.deviceAt(index);
    const found = this.#ranges.find(access, exact.orderAt(index));
    this.steps += this.#ranges.steps;
    return found ?? exact.deviceAt(index);
  }

  #findExact(access: IoAccess): number {
    const exact = this.#exact;
    let index = -1;
    if (this.#anyLength !== 0) index = exact.lookup(access.gpa, 0, NO_VALUE);
    if (this.#wildcards !== 0) index = exact.earlier(index, exact.lookup(access.gpa, access.len, NO_VALUE));
    if (this.#datamatches !== 0) index = exact.earlier(index, exact.lookup(access.gpa, -access.len, access.value));
    return index;
  }

  /** Counts the devices of each kind. A lookup skips a kind that has none. */
  #count(device: IoDevice, by: 1 | -1): void {
    if (device.eventfd === undefined) this.#counted += by;
    const { match } = device;
    if (match === undefined) return;
    if (match.len === 0) this.#anyLength += by;
    else if (match.datamatch === null) this.#wildcards += by;
    else this.#datamatches += by;
  }
}
