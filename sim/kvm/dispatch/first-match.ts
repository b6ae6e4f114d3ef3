import type { IoAccess } from "../access.ts";
import { KernelBug } from "../errno.ts";
import type { Dispatcher, IoDevice, IoRange } from "../io-bus.ts";

/** `NR_IOBUS_DEVS` of 2009. */
export const MAX_DEVICES_2009 = 6;

/**
 * The bus of 2009, before ioeventfd: a list of devices, asked in the order of registration. The first one that accepts
 * takes the access (`kvm_io_bus_find_dev`). Devices cannot be removed.
 */
export class FirstMatch implements Dispatcher {
  readonly step = "linear";
  steps = 0;
  readonly #devices: IoDevice[] = [];
  readonly #limit: number;

  constructor(limit: number = MAX_DEVICES_2009) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#devices.length;
  }

  /** Returns 0. Throws `KernelBug` if the bus is full, where the kernel stopped its host with BUG_ON. */
  register(_range: IoRange, device: IoDevice): number {
    if (this.#devices.length >= this.#limit) {
      throw new KernelBug(
        `kvm_io_bus_register_dev: BUG_ON(bus->dev_count > ${this.#limit - 1}): the bus holds ${this.#limit} devices`,
      );
    }
    this.#devices.push(device);
    return 0;
  }

  /**
   * No effect, since the kernel had no such function. The slot stays used; a removed device must refuse accesses
   * itself.
   */
  unregister(_device: IoDevice): void {}

  find(access: IoAccess): IoDevice | null {
    const devices = this.#devices;
    for (let i = 0; i < devices.length; i++) {
      const device = devices[i]!;
      if (device.takes(access)) {
        this.steps = i + 1;
        return device;
      }
    }
    this.steps = devices.length;
    return null;
  }
}
