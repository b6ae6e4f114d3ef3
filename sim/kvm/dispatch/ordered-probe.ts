import type { IoAccess } from "../access.ts";
import { errno } from "../errno.ts";
import type { Dispatcher, IoDevice, IoRange } from "../io-bus.ts";
import { MAX_DEVICES_2009 } from "./first-match.ts";

/**
 * The bus of 2.6.32: the list of 2009, but a full one returns -ENOSPC, and devices can be removed. The last device then
 * moves into the hole. So a removal changes the order in which overlapping devices are asked.
 */
export class OrderedProbe implements Dispatcher {
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

  /** 0 or -ENOSPC. */
  register(_range: IoRange, device: IoDevice): number {
    if (this.#devices.length >= this.#limit) return -errno.ENOSPC;
    this.#devices.push(device);
    return 0;
  }

  unregister(device: IoDevice): void {
    const hole = this.#devices.indexOf(device);
    if (hole < 0) return;
    const last = this.#devices.pop()!;
    if (last !== device) this.#devices[hole] = last;
  }

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
