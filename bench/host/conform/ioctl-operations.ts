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

/** A drawn operation. Given the doorbells and zones of its script, it becomes a step. */
export type Operation = (context: ScriptContext) => Step;

const index = fc.nat({ max: 7 });

/** Descriptors: open eventfds, /dev/null, often closed ones, and numbers that are never open. */
export const anyFd = fc.oneof(
  { weight: 12, arbitrary: eventfds },
  { weight: 4, arbitrary: fc.constantFrom(NULL_FD, 8, 9, 10) },
  { weight: 1, arbitrary: fc.constantFrom(0, 40, 0x7fffff) },
);
const fdForIoctl = fc.oneof({ weight: 6, arbitrary: anyFd }, { weight: 1, arbitrary: fc.constantFrom(-1, -100) });

/** Wrong or unusual arguments of an ioeventfd. */
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
  .record({ index, change: mostly({}, unusualArgs, 3) })
  .map(({ index, change }) => (context) => ({
    kind: "ioeventfd",
    args: { ...doorbellArgs(context, index), ...change },
  }));

export const deassign: fc.Arbitrary<Operation> = fc
  .record({ index, change: mostly({}, unusualArgs, 3) })
  .map(({ index, change }) => (context) => {
    const args = { ...doorbellArgs(context, index), ...change };
    return { kind: "ioeventfd", args: { ...args, flags: (args.flags | KVM_IOEVENTFD_FLAG_DEASSIGN) >>> 0 } };
  });

/** Largest zone of ports with an irqchip, in bytes: a larger one could cover ports of the 8259s or `DONE_PORT`. */
const IRQCHIP_PORT_ZONE = 0x10;

function zoneIoctl(kind: "register-zone" | "unregister-zone"): fc.Arbitrary<Operation> {
  const size = mostly(null, fc.constantFrom(0, 1, 2, 4, 8, 0x80000000), 5);
  const pio = mostly(null, fc.constantFrom(0, 1, 2, 0xffffffff), 12);
  return fc.record({ index, size, pio }).map((drawn) => ({ flavour, zones }) => {
    const zone = zones[drawn.index % zones.length]!;
    const args = { addr: zone.addr, size: drawn.size ?? zone.size, pio: drawn.pio ?? zone.pio };
    const limit = flavour === "irqchip" && args.pio === 1 ? IRQCHIP_PORT_ZONE : args.size;
    return { kind, args: { ...args, size: Math.min(args.size, limit) } };
  });
}

export const registerZone = zoneIoctl("register-zone");
export const unregisterZone = zoneIoctl("unregister-zone");

/** Registers zones in a row: 20, or nearly or exactly as many as the 1000 devices of a full bus. */
export const registerZones: fc.Arbitrary<Operation> = fc
  .constantFrom(20, 985, 1000)
  .map((count) => () => ({ kind: "register-zones", addr: 0x40000000n, count }));

/** The ioctl of the patch of 2009. Today's kernel does not know it. */
export const iofd: fc.Arbitrary<Operation> = index.map((index) => (context) => {
  const { addr, len, fd } = doorbellArgs(context, index);
  return { kind: "iofd", args: { addr, len, fd, flags: 0 } };
});

export const nullPointer: fc.Arbitrary<Operation> = fc
  .constantFrom(
    ...[KVM_IOEVENTFD, KVM_IRQFD, KVM_REGISTER_COALESCED_MMIO, KVM_UNREGISTER_COALESCED_MMIO],
    ...[KVM_IOFD, KVM_DEASSIGN_IRQFD],
  )
  .map((request) => () => ({ kind: "null-pointer", request }));

/** Mostly gsi 5, so that several irqfds share it. Some have no pin, some no route. */
const gsis = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(5, 5, 9) },
  { weight: 2, arbitrary: fc.nat({ max: 14 }) },
  { weight: 1, arbitrary: fc.constantFrom(20, 24, 5000, 0xffffffff) },
);

/** Flags of an irqfd: often none or RESAMPLE, less often DEASSIGN, seldom unknown ones. */
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
  .map((args) => () => ({ kind: "irqfd", ...args }));

export const eoi: fc.Arbitrary<Operation> = fc.constantFrom(5, 5, 9, 1, 14).map((gsi) => () => ({ kind: "eoi", gsi }));
export const createIrqchip: fc.Arbitrary<Operation> = fc.constant(() => ({ kind: "create-irqchip" }));

const routes = fc.record({
  gsi: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 14 }) }, { weight: 1, arbitrary: fc.constantFrom(15, 15) }),
  type: fc.constant(KVM_IRQ_ROUTING_IRQCHIP),
});
/** Gsis that no 8259 has, with types that are no route to a pin. */
const otherRoutes = fc.record({
  gsi: fc.constantFrom(24, 4095, 4096, 0xffffffff),
  type: fc.constantFrom(KVM_IRQ_ROUTING_MSI, 0, 5, 99),
});

/** A table of routes in which no gsi of an 8259 occurs twice. */
export const setRouting: fc.Arbitrary<Operation> = fc
  .record({
    some: fc.uniqueArray(routes, { maxLength: 12, selector: ({ gsi }) => gsi }),
    others: mostly([], fc.array(otherRoutes, { maxLength: 2 }), 4),
    flags: mostly(0, fc.constant(1), 10),
  })
  .map(({ some, others, flags }) => () => ({ kind: "set-routing", flags, entries: [...some, ...others] }));
