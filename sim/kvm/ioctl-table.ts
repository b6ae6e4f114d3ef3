import {
  KVM_CREATE_IRQCHIP,
  KVM_DEASSIGN_IRQFD,
  KVM_IOEVENTFD,
  KVM_IOFD,
  KVM_IRQFD,
  KVM_REGISTER_COALESCED_MMIO,
  KVM_SET_GSI_ROUTING,
  KVM_UNREGISTER_COALESCED_MMIO,
} from "./abi.ts";
import type { CoalescedZones } from "./coalesced.ts";
import type { Ioeventfds } from "./ioeventfd.ts";
import type { Iofds } from "./iofd.ts";
import type { Irqchip } from "./irqchip.ts";
import type { Irqfds } from "./irqfd.ts";
import {
  decodeCoalescedZone,
  decodeGsiRouting,
  decodeIoeventfd,
  decodeIofd,
  decodeIrqfd,
  SIZEOF_COALESCED_ZONE,
  SIZEOF_GSI_ROUTING,
  SIZEOF_IOEVENTFD,
  SIZEOF_IOFD,
  SIZEOF_IRQFD,
} from "./structs.ts";

/** One ioctl: the number of bytes it copies from its pointer (0: none), and its implementation. */
interface Ioctl {
  readonly size: number;
  run(argument: Uint8Array): number;
}

/** Ioctls by request number. Any other number is ENOTTY. */
export type IoctlTable = ReadonlyMap<number, Ioctl>;

/** The ioctls of a VM. An argument is `null` if its kernel lacks that feature. */
export function ioctlTable(vm: {
  readonly irqchip: Irqchip;
  readonly irqfds: Irqfds;
  readonly zones: CoalescedZones;
  readonly iofds: Iofds | null;
  readonly ioeventfds: Ioeventfds | null;
}): IoctlTable {
  const { irqchip, irqfds, zones, iofds, ioeventfds } = vm;
  const table = new Map<number, Ioctl>([
    [KVM_CREATE_IRQCHIP, { size: 0, run: () => irqchip.create() }],
    [KVM_IRQFD, { size: SIZEOF_IRQFD, run: (bytes) => irqfds.ioctl(decodeIrqfd(bytes)) }],
    [
      KVM_REGISTER_COALESCED_MMIO,
      { size: SIZEOF_COALESCED_ZONE, run: (bytes) => zones.register(decodeCoalescedZone(bytes)) },
    ],
    [
      KVM_UNREGISTER_COALESCED_MMIO,
      { size: SIZEOF_COALESCED_ZONE, run: (bytes) => zones.unregister(decodeCoalescedZone(bytes)) },
    ],
    [KVM_SET_GSI_ROUTING, { size: SIZEOF_GSI_ROUTING, run: (bytes) => irqchip.setRouting(decodeGsiRouting(bytes)) }],
  ]);
  if (iofds !== null) table.set(KVM_IOFD, { size: SIZEOF_IOFD, run: (bytes) => iofds.ioctl(decodeIofd(bytes)) });
  if (ioeventfds !== null) {
    table.set(KVM_IOEVENTFD, { size: SIZEOF_IOEVENTFD, run: (bytes) => ioeventfds.ioctl(decodeIoeventfd(bytes)) });
  } else {
    // The irqfd of the 2009 patch is deassigned by its descriptor alone.
    table.set(KVM_DEASSIGN_IRQFD, { size: 4, run: (bytes) => irqfds.deassignByFd(fdOf(bytes)) });
  }
  return table;
}

function fdOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
}
