import { KVM_IRQ_ROUTING_IRQCHIP, KVM_IRQ_ROUTING_MSI } from "./abi.ts";
import type { IoAccess } from "./access.ts";
import { ArgumentError } from "./argument-error.ts";
import type { Buses, BusName } from "./buses.ts";
import { errno } from "./errno.ts";
import type { IoDevice } from "./io-bus.ts";
import type { GsiRoutingArgs } from "./structs.ts";
import { U64 } from "./u64.ts";

/** Pins of the IOAPIC. GSIs 0 to 23 have a route from the start. */
const IOAPIC_PINS = 24;
/** `KVM_MAX_IRQ_ROUTES`. */
const MAX_ROUTES = 4096;

interface Claim {
  readonly bus: BusName;
  readonly addr: number;
  readonly len: number;
}

/** Devices that KVM_CREATE_IRQCHIP registers: master PIC, slave PIC, edge/level registers, IOAPIC. */
const CLAIMS: readonly Claim[] = [
  { bus: "pio", addr: 0x20, len: 2 },
  { bus: "pio", addr: 0xa0, len: 2 },
  { bus: "pio", addr: 0x4d0, len: 2 },
  { bus: "mmio", addr: 0xfec00000, len: 0x100 },
];

/** Registers of an interrupt controller. They keep accesses in the kernel but store nothing; reads return zeros. */
export class ControllerRegisters implements IoDevice {
  readonly #addr: number;
  readonly #end: number;

  constructor(addr: number, len: number) {
    this.#addr = addr;
    this.#end = addr + len;
  }

  takes(access: IoAccess): boolean {
    return access.gpa.approx >= this.#addr && access.end.approx <= this.#end && access.end.approx >= access.gpa.approx;
  }

  write(_access: IoAccess): void {}

  read(_access: IoAccess, data: Uint8Array): void {
    data.fill(0);
  }
}

/**
 * The in-kernel interrupt controllers, as far as notification needs them: GSIs with a route, injected interrupts, and
 * lines that a resampling irqfd holds high.
 */
export class Irqchip {
  readonly #buses: Buses;
  #present = false;
  #routes = new Set<number>();
  #injected: number[] = [];
  readonly #asserted = new Set<number>();

  constructor(buses: Buses) {
    this.#buses = buses;
  }

  /** Whether KVM_CREATE_IRQCHIP was called. */
  get present(): boolean {
    return this.#present;
  }

  /** Whether the gsi leads to a pin. */
  hasRoute(gsi: number): boolean {
    return this.#routes.has(gsi);
  }

  /** 0, -EEXIST the second time, or the error of a full bus. */
  create(): number {
    if (this.#present) return -errno.EEXIST;
    const placed: { bus: BusName; device: IoDevice }[] = [];
    for (const { bus, addr, len } of CLAIMS) {
      const device = new ControllerRegisters(addr, len);
      const result = this.#buses[bus].register({ addr: U64.of(addr), len }, device);
      if (result !== 0) {
        for (const earlier of placed) this.#buses[earlier.bus].unregister(earlier.device);
        return result;
      }
      placed.push({ bus, device });
    }
    this.#present = true;
    this.#routes = new Set(Array.from({ length: IOAPIC_PINS }, (_, gsi) => gsi));
    return 0;
  }

  /** Replaces the routing table: 0 or -EINVAL (`kvm_set_irq_routing`). The target of an entry is not modelled. */
  setRouting(args: Required<GsiRoutingArgs> & { readonly nr: number }): number {
    if (!this.#present || args.nr > MAX_ROUTES || args.flags !== 0) return -errno.EINVAL;
    if (args.entries.length < args.nr) {
      throw new ArgumentError("argument", `expected ${args.nr} entries, as nr says, not ${args.entries.length}`);
    }
    const valid = args.entries.every(
      ({ gsi, type }) => gsi < MAX_ROUTES && (type === KVM_IRQ_ROUTING_IRQCHIP || type === KVM_IRQ_ROUTING_MSI),
    );
    if (!valid) return -errno.EINVAL;
    // A GSI may lead to several chips, but then to nothing else (`setup_routing_entry`).
    const exclusive = args.entries.filter(({ type }) => type !== KVM_IRQ_ROUTING_IRQCHIP).map(({ gsi }) => gsi);
    if (exclusive.some((gsi) => args.entries.filter((entry) => entry.gsi === gsi).length > 1)) return -errno.EINVAL;
    this.#routes = new Set(args.entries.map(({ gsi }) => gsi));
    return 0;
  }

  /** Sets the line to 1, then 0. No effect without a route, or while a resampling irqfd holds the line high. */
  pulse(gsi: number): void {
    if (this.#routes.has(gsi) && !this.#asserted.has(gsi)) this.#injected.push(gsi);
  }

  /** Sets the line to 1. Injects an interrupt only if the line was low. */
  raise(gsi: number): void {
    if (!this.#routes.has(gsi)) return;
    this.pulse(gsi);
    this.#asserted.add(gsi);
  }

  lower(gsi: number): void {
    if (this.#routes.has(gsi)) this.#asserted.delete(gsi);
  }

  /** The gsis injected since the last call, oldest first. */
  takeInjected(): number[] {
    const injected = this.#injected;
    this.#injected = [];
    return injected;
  }
}
