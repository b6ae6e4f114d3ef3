import fc from "fast-check";
import {
  type IoeventfdArgs,
  KVM_DEASSIGN_IRQFD,
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_DEASSIGN,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY,
  KVM_IOFD,
  KVM_IRQ_ROUTING_IRQCHIP,
  KVM_IRQ_ROUTING_MSI,
  KVM_IRQFD,
  KVM_REGISTER_COALESCED_MMIO,
  KVM_UNREGISTER_COALESCED_MMIO,
} from "../../../sim/index.ts";
import { eventfds, mostly, values } from "./generators.ts";
import type { ScriptContext } from "./script-context.ts";
import { NULL_FD, type Step } from "./step.ts";

/** A step that is still to be told which doorbells and zones its script has. */
export type Operation = (cast: ScriptContext) => Step;

const index = fc.nat({ max: 7 });

/** Descriptors that are open, closed, of another file, and none at all. */
export const anyFd = fc.oneof(
  { weight: 12, arbitrary: eventfds },
  { weight: 4, arbitrary: fc.constantFrom(NULL_FD, 8, 9, 10) },
  { weight: 1, arbitrary: fc.constantFrom(0, 40, 0x7fffff) },
);
const fdForIoctl = fc.oneof({ weight: 6, arbitrary: anyFd }, { weight: 1, arbitrary: fc.constantFrom(-1, -100) });

/** What may be wrong, or just unusual, with the arguments of an ioeventfd. */
const unusualArgs: fc.Arbitrary<Partial<IoeventfdArgs>> = fc.oneof(
  fc.record({ len: fc.constantFrom(0, 1, 2, 4, 8, 3, 5, 16, 0x80000000, 0xffffffff) }),
  fc.record({ flags: fc.constantFrom(0, 1, 2, 3, 8, 10, 0x10, 0x12, 0x20, 0x40, 0x80000000) }),
  fc.record({ addr: fc.constantFrom(-1n, -4n, -5n, -8n, 0x10080n, 1n << 40n).map((n) => BigInt.asUintN(64, n)) }),
  fc.record({ fd: fdForIoctl }),
  fc.record({ datamatch: values }),
  fc.record({ len: fc.constant(3), fd: fc.constant(-1) }),
);

function doorbellArgs({ doorbells }: ScriptContext, index: number): Required<IoeventfdArgs> {
  const { bus, addr, len, datamatch, fd } = doorbells[index % doorbells.length]!;
  const space = { mmio: 0, pio: KVM_IOEVENTFD_FLAG_PIO, ccw: KVM_IOEVENTFD_FLAG_VIRTIO_CCW_NOTIFY }[bus];
  const matches = datamatch !== null && len !== 0;
  return { addr, len, fd, datamatch: datamatch ?? 0x77n, flags: space | (matches ? KVM_IOEVENTFD_FLAG_DATAMATCH : 0) };
}

export const assign: fc.Arbitrary<Operation> = fc
  .record({ index: index, twist: mostly({}, unusualArgs, 3) })
  .map(({ index, twist }) => (cast) => ({ kind: "ioeventfd", args: { ...doorbellArgs(cast, index), ...twist } }));

export const deassign: fc.Arbitrary<Operation> = fc
  .record({ index: index, twist: mostly({}, unusualArgs, 3) })
  .map(({ index, twist }) => (cast) => {
    const args = { ...doorbellArgs(cast, index), ...twist };
    return { kind: "ioeventfd", args: { ...args, flags: (args.flags | KVM_IOEVENTFD_FLAG_DEASSIGN) >>> 0 } };
  });

/** In bytes: the largest zone of ports where the interrupt controllers and the guest's last word have theirs. */
const IRQCHIP_PORT_ZONE = 0x10;

function zoneIoctl(kind: "register-zone" | "unregister-zone"): fc.Arbitrary<Operation> {
  const size = mostly(null, fc.constantFrom(0, 1, 2, 4, 8, 0x80000000), 5);
  const pio = mostly(null, fc.constantFrom(0, 1, 2, 0xffffffff), 12);
  return fc.record({ index: index, size, pio }).map((is) => ({ flavour, zones }) => {
    const zone = zones[is.index % zones.length]!;
    const args = { addr: zone.addr, size: is.size ?? zone.size, pio: is.pio ?? zone.pio };
    const limit = flavour === "irqchip" && args.pio === 1 ? IRQCHIP_PORT_ZONE : args.size;
    return { kind, args: { ...args, size: Math.min(args.size, limit) } };
  });
}

export const registerZone = zoneIoctl("register-zone");
export const unregisterZone = zoneIoctl("unregister-zone");

/** Fills the bus up to its 1000 devices, or nearly. */
export const registerZones: fc.Arbitrary<Operation> = fc
  .constantFrom(20, 985, 1000)
  .map((count) => () => ({ kind: "register-zones", addr: 0x40000000n, count }));

/** A number that only the patch of 2009 knows. */
export const iofd: fc.Arbitrary<Operation> = index.map((index) => (cast) => {
  const { addr, len, fd } = doorbellArgs(cast, index);
  return { kind: "iofd", args: { addr, len, fd, flags: 0 } };
});

export const nullPointer: fc.Arbitrary<Operation> = fc
  .constantFrom(
    ...[KVM_IOEVENTFD, KVM_IRQFD, KVM_REGISTER_COALESCED_MMIO, KVM_UNREGISTER_COALESCED_MMIO],
    ...[KVM_IOFD, KVM_DEASSIGN_IRQFD],
  )
  .map((request) => () => ({ kind: "null-pointer", request }));

/** One gsi mostly, so that irqfds meet; some without a pin, or without a route. */
const gsis = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(5, 5, 9) },
  { weight: 2, arbitrary: fc.nat({ max: 14 }) },
  { weight: 1, arbitrary: fc.constantFrom(20, 24, 5000, 0xffffffff) },
);

/** Of an irqfd: mostly assigned or resampling; deassigned now and then; what is unknown seldom. */
const irqfdFlags = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.constant(2) },
  { weight: 2, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constantFrom(3, 4, 5, 0x80000000) },
);

export const irqfd: fc.Arbitrary<Operation> = fc
  .record({
    vm: fc.oneof({ weight: 5, arbitrary: fc.constant(0 as const) }, { weight: 1, arbitrary: fc.constant(1 as const) }),
    args: fc.record({ fd: fdForIoctl, gsi: gsis, flags: irqfdFlags, resamplefd: fdForIoctl }),
  })
  .map((is) => () => ({ kind: "irqfd", ...is }));

export const eoi: fc.Arbitrary<Operation> = fc.constantFrom(5, 5, 9, 1, 14).map((gsi) => () => ({ kind: "eoi", gsi }));
export const createIrqchip: fc.Arbitrary<Operation> = fc.constant(() => ({ kind: "create-irqchip" }));

const routes = fc.record({
  gsi: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 14 }) }, { weight: 1, arbitrary: fc.constantFrom(15, 15) }),
  type: fc.constant(KVM_IRQ_ROUTING_IRQCHIP),
});
/** Gsis that no 8259 has, and types that are routes of nothing. */
const otherRoutes = fc.record({
  gsi: fc.constantFrom(24, 4095, 4096, 0xffffffff),
  type: fc.constantFrom(KVM_IRQ_ROUTING_MSI, 0, 5, 99),
});

/** A table of routes with the one that the harness needs, and without one twice. */
export const setRouting: fc.Arbitrary<Operation> = fc
  .record({
    some: fc.uniqueArray(routes, { maxLength: 12, selector: ({ gsi }) => gsi }),
    others: mostly([], fc.array(otherRoutes, { maxLength: 2 }), 4),
    flags: mostly(0, fc.constant(1), 10),
  })
  .map(({ some, others, flags }) => () => ({ kind: "set-routing", flags, entries: [...some, ...others] }));
