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
 * The kernels that can be asked: the patch of 2009 as posted (v7), the kernel in which it was merged as ioeventfd, Linux
 * 6.18, and one with the answers of 6.18 but neither its quirks nor its search.
 */
export const kernels = ["v7", "2.6.32", "upstream", "ideal"] as const;
/** The name of one of the `kernels`. */
export type Kernel = (typeof kernels)[number];

/** What distinguishes a kernel. A request it does not know is `null`. */
export interface KernelTraits {
  /** With the kernel's own limit of devices, or with the one given. */
  readonly dispatcher: (limit?: number) => Dispatcher;
  readonly iofd: IofdDeassign | null;
  readonly ioeventfd: IoeventfdRules | null;
  readonly irqfd: IrqfdGeneration;
  readonly zones: ZoneSpaces;
  readonly ring: RingArithmetic;
  readonly fragments: Fragments;
  /** How many bytes a write to an eventfd may have: exactly 8 since Linux 6.9, before that what follows was ignored. */
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
