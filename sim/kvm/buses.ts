import type { Dispatcher } from "./io-bus.ts";
import { IoBus } from "./io-bus.ts";

export const busNames = ["mmio", "pio", "ccw", "fast-mmio"] as const;
/** The buses of a VM: one per address space, s390's notification hypercall, and zero-length MMIO by fault address. */
export type BusName = (typeof busNames)[number];

export type Buses = Readonly<Record<BusName, IoBus>>;

/** Makes all buses, each with a dispatcher of its own. */
export function createBuses(dispatcher: () => Dispatcher): Buses {
  return {
    mmio: new IoBus(dispatcher()),
    pio: new IoBus(dispatcher()),
    ccw: new IoBus(dispatcher()),
    "fast-mmio": new IoBus(dispatcher()),
  };
}
