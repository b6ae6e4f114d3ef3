import type { IoAccess } from "../access.ts";
import { errno } from "../errno.ts";
import type { Dispatcher, IoDevice, IoRange } from "../io-bus.ts";
import { RangeArray } from "./range-array.ts";

/** `NR_IOBUS_DEVS` of today. */
export const MAX_DEVICES = 1000;

/**
 * Today's bus: an array sorted by a relation that is not a total order, and a binary search over it.
 *
 * The search must stay as it is. The comparison returns 0 for "contained in" as well as for "equal", which does not
 * totally order nested ranges. So the devices that a search reaches depend on its pivots and on the order of
 * registration. A lower bound would be tidier, but would give some writes to other devices than the kernel does.
 */
export class Sorted implements Dispatcher {
  readonly step = "bsearch";
  /** Number of comparisons of the last `find`: binary search, steps back, walk forward. */
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
   * 0 or -ENOSPC (`kvm_io_bus_register_dev`). Devices that only signal are not counted, but are refused too once the
   * others fill the bus. The new device goes before the first one that compares greater, so after its equals. Only a
   * scan from the front finds that place.
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
    this.steps++; // the kernel's walk compares the first candidate again, with the same result
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
