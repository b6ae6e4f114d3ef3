import type { Space } from "./access.ts";
import type { ZoneSpaces } from "./coalesced.ts";
import type { RingArithmetic } from "./coalesced-ring.ts";
import { FirstMatch } from "./dispatch/first-match.ts";
import { Ideal } from "./dispatch/ideal.ts";
import { OrderedProbe } from "./dispatch/ordered-probe.ts";
import { Sorted } from "./dispatch/sorted.ts";
import type { Fragments } from "./guest-access.ts";
import type { Dispatcher } from "./io-bus.ts";
import type { IoeventfdRules } from "./ioeventfd.ts";
import type { IofdDeassign } from "./iofd.ts";
import type { IrqfdGeneration } from "./irqfd.ts";

/**
 * The kernels: the 2009 patch as posted (v7), the kernel that merged it as ioeventfd (2.6.32), Linux 6.18 (upstream),
 * and one with the answers of 6.18 but neither its quirks nor its search (ideal).
 */
export const kernels = ["v7", "2.6.32", "upstream", "ideal"] as const;
/** The name of one of the `kernels`. */
export type Kernel = (typeof kernels)[number];

/** The differences between kernels. An ioctl that a kernel lacks is `null`. */
export interface KernelTraits {
  /** Makes a dispatcher with the kernel's own device limit, or with `limit`. */
  readonly dispatcher: (limit?: number) => Dispatcher;
  readonly iofd: IofdDeassign | null;
  readonly ioeventfd: IoeventfdRules | null;
  readonly irqfd: IrqfdGeneration;
  readonly zones: ZoneSpaces;
  readonly ring: RingArithmetic;
  readonly fragments: Fragments;
  /**
   * Bytes that a write to an eventfd may have: exactly 8 since Linux 6.9; older kernels ignore the bytes after the 8th.
   */
  readonly eventfdWrite: "8" | "8 or more";
}

const kernels2009 = {
  irqfd: "2009",
  zones: "mmio",
  ring: "2009",
  fragments: "2009",
  eventfdWrite: "8 or more",
} as const;
const kernelsNow = {
  ioeventfd: { lengths: [0, 1, 2, 4, 8], validFlags: 0x1f, compares: "bus" },
  irqfd: "now",
  zones: "mmio and pio",
  ring: "now",
  fragments: "now",
  eventfdWrite: "8",
} as const;

export const kernelTraits: Readonly<Record<Kernel, KernelTraits>> = {
  v7: { ...kernels2009, dispatcher: (limit) => new FirstMatch(limit), iofd: "refused", ioeventfd: null },
  "2.6.32": {
    ...kernels2009,
    dispatcher: (limit) => new OrderedProbe(limit),
    iofd: null,
    ioeventfd: { lengths: [1, 2, 4, 8], validFlags: 0x07, compares: "none" },
  },
  upstream: { ...kernelsNow, dispatcher: (limit) => new Sorted(limit), iofd: null },
  ideal: { ...kernelsNow, dispatcher: (limit) => new Ideal(limit), iofd: "works" },
};

/** What a kernel can do for a VMM, and what it costs in kind. Ask this instead of a kernel's name. */
export interface KernelCapabilities {
  /** The ioctl that registers a doorbell. */
  readonly doorbellIoctl: "KVM_IOFD" | "KVM_IOEVENTFD";
  /** Whether a registered doorbell can be taken off again; v7 refuses it. */
  readonly deassigns: boolean;
  /** Whether a doorbell can ask for a value, and whether it can have length 0. */
  readonly datamatch: boolean;
  readonly zeroLength: boolean;
  /** Whether a fault on a zero-length doorbell is tried before the instruction is decoded, where the CPU allows it. */
  readonly fastMmio: boolean;
  /** Address spaces whose stores can be coalesced. */
  readonly coalesces: readonly Space[];
  /** Whether an irqfd can have a resamplefd (KVM_IRQFD_FLAG_RESAMPLE). */
  readonly resamples: boolean;
  /** Whether device operations run under the VM-wide mutex `kvm->lock`. */
  readonly kvmLock: boolean;
  /** What the kernel does with the 7th device on a bus; null where 6 are not the limit (`NR_IOBUS_DEVS`). */
  readonly seventhDevice: string | null;
  /** What one step of its bus search is. */
  readonly step: Dispatcher["step"];
}

const refusals: { readonly [kernel in Kernel]?: string } = {
  v7: "crashes its host at the 7th device",
  "2.6.32": "refuses the 7th device (ENOSPC)",
};

/** What this kernel can do. */
export function capabilities(kernel: Kernel): KernelCapabilities {
  const { ioeventfd, iofd, zones, irqfd, dispatcher } = kernelTraits[kernel];
  const zeroLength = ioeventfd?.lengths.includes(0) ?? false;
  return {
    doorbellIoctl: ioeventfd === null ? "KVM_IOFD" : "KVM_IOEVENTFD",
    deassigns: ioeventfd !== null || iofd === "works",
    datamatch: ioeventfd !== null,
    zeroLength,
    fastMmio: zeroLength,
    coalesces: zones === "mmio" ? ["mmio"] : ["mmio", "pio"],
    resamples: irqfd === "now",
    kvmLock: ioeventfd === null,
    seventhDevice: refusals[kernel] ?? null,
    step: dispatcher().step,
  };
}
