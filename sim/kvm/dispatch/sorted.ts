import type { IoAccess } from "../access.ts";
import { errno } from "../errno.ts";
import type { Dispatcher, IoDevice, IoRange } from "../io-bus.ts";
import { RangeArray } from "./range-array.ts";

/** `NR_IOBUS_DEVS` of today. */
export const MAX_DEVICES = 1000;

/**
 * The bus of today: an array sorted by a relation that is no order, and a binary search over it.
 *
 * The search must stay as it is. "Contained in" answers 0 like "equal", and ranges that nest are not totally ordered
 * by it, so which devices a search reaches depends on the pivots it happens to visit and on the order of registration.
 * A lower bound in its place is tidier and gives some writes to other devices than the kernel does.
 */
export class Sorted implements Dispatcher {
  readonly step = "bsearch";
  /** Comparisons of the last `find`: binary search, stepping back, walking forward. */
  steps = 0;
  readonly #ranges = new RangeArray();
  readonly #devices: IoDevice[] = [];
  readonly #limit: number;
  #signalling = 0;

  constructor(limit: number = MAX_DEVICES) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#devices.length;
  }

  /**
   * 0 or -ENOSPC. Devices that only signal are not counted, but once the others fill the bus they are refused too
   * (`kvm_io_bus_register_dev`). The new device goes before the first one that compares greater than it: after its
   * equals. Only a scan from the front finds that place.
   */
  register(range: IoRange, device: IoDevice): number {
    if (this.#devices.length - this.#signalling >= this.#limit) return -errno.ENOSPC;
    const index = this.#ranges.insert(range);
    this.#devices.splice(index, 0, device);
    if (device.eventfd !== undefined) this.#signalling++;
    return 0;
  }

  unregister(device: IoDevice): void {
    const index = this.#devices.indexOf(device);
    if (index < 0) return;
    this.#ranges.remove(index);
    this.#devices.splice(index, 1);
    if (device.eventfd !== undefined) this.#signalling--;
  }

  find(access: IoAccess): IoDevice | null {
    let index = this.#ranges.first(access);
    this.steps = this.#ranges.steps;
    if (index < 0) return null;
    const devices = this.#devices;
    this.steps++; // the walk begins by comparing the first candidate again, which cannot differ
    for (;;) {
      const device = devices[index]!;
      if (device.takes(access)) return device;
      index++;
      if (index >= devices.length) return null;
      this.steps++;
      if (this.#ranges.compare(access, index) !== 0) return null;
    }
  }
}
