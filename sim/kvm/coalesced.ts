import type { IoAccess } from "./access.ts";
import type { Buses } from "./buses.ts";
import type { CoalescedRing } from "./coalesced-ring.ts";
import { errno } from "./errno.ts";
import type { IoDevice } from "./io-bus.ts";
import type { CoalescedZoneArgs } from "./structs.ts";
import { lessU64, U64 } from "./u64.ts";

/** A zone whose writes go to the ring (`kvm_coalesced_mmio_dev`). */
export class CoalescedZone implements IoDevice {
  readonly addr: U64;
  /** Bytes, u32. */
  readonly size: number;
  /** 0 or 1. */
  readonly pio: number;
  readonly #end: U64;
  readonly #ring: CoalescedRing;
  #retired = false;

  constructor(zone: { addr: U64; size: number; pio: number }, ring: CoalescedRing) {
    this.addr = zone.addr;
    this.size = zone.size;
    this.pio = zone.pio;
    this.#end = zone.addr.plus(zone.size);
    this.#ring = ring;
  }

  /** Takes writes wholly inside the zone, while the ring has room. Takes no reads. */
  takes(access: IoAccess): boolean {
    if (!access.isWrite || this.#retired) return false;
    return this.contains(access.gpa, access.end) && this.#ring.hasRoom;
  }

  write(access: IoAccess): void {
    this.#ring.push(access, this.pio);
  }

  /** Whether the range from `start` to `end` lies inside (`coalesced_mmio_in_range`). It must not wrap. */
  contains(start: U64, end: U64): boolean {
    if (lessU64(end, start) || lessU64(start, this.addr)) return false;
    return !lessU64(this.#end, end);
  }

  /** Takes no access from now on. On a bus that cannot unregister, its slot stays used. */
  retire(): void {
    this.#retired = true;
  }
}

/** "mmio": the kernels of 2009, which ignore the `pio` field. */
export type ZoneSpaces = "mmio" | "mmio and pio";

/** The coalesced zones of one VM. */
export class CoalescedZones {
  readonly ring: CoalescedRing;
  readonly #buses: Buses;
  readonly #spaces: ZoneSpaces;
  #zones: CoalescedZone[] = [];

  constructor(buses: Buses, ring: CoalescedRing, spaces: ZoneSpaces) {
    this.#buses = buses;
    this.ring = ring;
    this.#spaces = spaces;
  }

  /** 0, -EINVAL for a `pio` other than 0 and 1, or the error of the bus. */
  register(args: Required<CoalescedZoneArgs>): number {
    const pio = this.#pioOf(args);
    if (pio > 1) return -errno.EINVAL;
    const addr = U64.of(args.addr);
    const zone = new CoalescedZone({ addr, size: args.size, pio }, this.ring);
    const result = this.#busOf(pio).register({ addr, len: args.size }, zone);
    if (result === 0) this.#zones.push(zone);
    return result;
  }

  /** Removes every zone of this space that contains the given one. Returns 0 even if there is none. */
  unregister(args: Required<CoalescedZoneArgs>): number {
    const pio = this.#pioOf(args);
    if (pio > 1) return -errno.EINVAL;
    if (args.size >= 0x80000000) return 0; // negative as the kernel's int: inside no zone
    const start = U64.of(args.addr);
    const end = start.plus(args.size);
    const leaving = this.#zones.filter((zone) => zone.pio === pio && zone.contains(start, end));
    this.#zones = this.#zones.filter((zone) => !leaving.includes(zone));
    for (const zone of leaving) {
      this.#busOf(pio).unregister(zone);
      zone.retire();
    }
    return 0;
  }

  #pioOf(args: Required<CoalescedZoneArgs>): number {
    return this.#spaces === "mmio" ? 0 : args.pio;
  }

  #busOf(pio: number): Buses["mmio"] {
    return pio === 1 ? this.#buses.pio : this.#buses.mmio;
  }
}
