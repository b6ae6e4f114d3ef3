import type { IoBus, IoDevice } from "../../kvm/io-bus.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";

/** The search on KVM_FAST_MMIO_BUS, which the fault handler tries before the instruction is decoded. */
export interface FastMmio {
  /** The device that takes a fault at this doorbell; null: the instruction has to be decoded. */
  find(doorbell: Doorbell): IoDevice | null;
  /** Comparisons of the last search. */
  readonly steps: number;
}

/** PIO, or a CPU that does not tell MMIO faults from others. */
export const noFastMmio: FastMmio = { find: () => null, steps: 0 };

/** `handle_ept_misconfig`: the fault tells the address, and that its page is MMIO. */
export class EptMisconfig implements FastMmio {
  readonly #bus: IoBus;
  /** Pages whose first access was decoded. Only later faults there come this way: KVM marks the page as MMIO then. */
  readonly #pages = new Set<number>();

  constructor(bus: IoBus) {
    this.#bus = bus;
  }

  get steps(): number {
    return this.#bus.steps;
  }

  find({ page, faultAccess }: Doorbell): IoDevice | null {
    if (this.#pages.has(page)) return this.#bus.find(faultAccess);
    this.#pages.add(page);
    return null;
  }
}
