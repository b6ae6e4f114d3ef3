/** The doorbell addresses of the guest's device: what a VMM registers with KVM before the guest runs. */

import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import {
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IOFD,
  KVM_IOFD_FLAG_PIO,
  KVM_REGISTER_COALESCED_MMIO,
} from "../../kvm/abi.ts";
import { type IoAccess, ioWrite, type Space } from "../../kvm/access.ts";
import { errnoName } from "../../kvm/errno.ts";
import type { EventFd } from "../../kvm/eventfd.ts";
import { encodeCoalescedZone, encodeIoeventfd, encodeIofd } from "../../kvm/structs.ts";
import type { Vm } from "../../kvm/vm.ts";
import type { Match, Notify } from "../spec/notify.ts";
import type { Suppression } from "../spec/virtqueue-spec.ts";
import { NotificationSuppression } from "./notification-suppression.ts";
import type { Request } from "./request.ts";
import { RingSlots } from "./ring-slots.ts";

/** What the guest rings a doorbell for: a request, or to say how far it has read the answers. */
export type DoorbellKind = "request" | "cq-head";

/** Where the device's doorbells lie: `len` bytes each, side by side from `address`. */
export interface DoorbellLayout {
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  /** How many to lay out, and the number of the first. */
  readonly count: number;
  readonly first: number;
  readonly kind: DoorbellKind;
  readonly match: Match;
  /** Whether a virtqueue lies behind each doorbell, and whether it suppresses kicks; without one, every request rings. */
  readonly suppression: Suppression | null;
  /** How many requests that virtqueue has room for; endless if not given. */
  readonly size?: number | undefined;
}

/** One doorbell: the store that rings it, the eventfd behind it where it is an iofd, and the requests it stands for. */
export interface Doorbell {
  readonly index: number;
  readonly kind: DoorbellKind;
  readonly access: IoAccess;
  /** The same store as the fault handler sees it: an address, and nothing of the instruction. */
  readonly faultAccess: IoAccess;
  /** Which page of the device it lies in. */
  readonly page: number;
  readonly eventFd: EventFd | null;
  /** What the backend will find when it looks, oldest first. */
  readonly pending: FifoBuffer<Request>;
  /** Whether the guest has to kick, where requests lie in a virtqueue; null where the doorbell itself is the request. */
  readonly notifications: NotificationSuppression | null;
  /** The virtqueue's places, where they are limited. */
  readonly ring: RingSlots | null;
  /** Whether its worker knows of it. */
  queued: boolean;
}

/** Lays out the device's doorbells and registers each iofd, or the coalesced zone of all, with the VM as a VMM would. */
export function layOutDoorbells(vm: Vm, layout: DoorbellLayout, notify: Notify): Doorbell[] {
  if (notify === "coalesced") coalesce(vm, layout);
  return Array.from({ length: layout.count }, (_, i) => {
    const index = layout.first + i;
    const gpa = layout.address + BigInt(index) * BigInt(layout.len);
    const value = BigInt.asUintN(8 * layout.len, BigInt(index));
    const eventFd = notify === "iofd" ? register(vm, layout, { gpa, value }) : null;
    const notifications = layout.suppression === null ? null : new NotificationSuppression(layout.suppression);
    const ring = layout.size === undefined ? null : new RingSlots(layout.size);
    const access = ioWrite(gpa, littleEndian(value, layout.len));
    const faultAccess = ioWrite(gpa, new Uint8Array(0));
    return {
      index,
      kind: layout.kind,
      access,
      faultAccess,
      page: Number(gpa / 4096n - layout.address / 4096n),
      eventFd,
      pending: new FifoBuffer<Request>(),
      notifications,
      ring,
      queued: false,
    };
  });
}

/** Registers iofds of other devices on the same bus: every search has to pass them. */
export function registerOthers(vm: Vm, layout: Omit<DoorbellLayout, "kind" | "suppression" | "size">): void {
  for (let index = layout.first; index < layout.first + layout.count; index++) {
    const value = BigInt.asUintN(8 * layout.len, BigInt(index));
    register(vm, layout, { gpa: layout.address + BigInt(index) * BigInt(layout.len), value });
  }
}

function coalesce(vm: Vm, { address, first, count, len, space }: DoorbellLayout): void {
  const addr = address + BigInt(first * len);
  const zone = encodeCoalescedZone({ addr, size: count * len, pio: space === "pio" ? 1 : 0 });
  const answer = vm.ioctl(KVM_REGISTER_COALESCED_MMIO, zone);
  if (answer !== 0) throw new Error(`registering the zone at 0x${addr.toString(16)}: ${errnoName(answer)}`);
}

function register(vm: Vm, layout: Registered, at: { gpa: bigint; value: bigint }): EventFd {
  const fd = vm.eventfd(0, 0);
  const answer =
    vm.kernel === "v7"
      ? vm.ioctl(KVM_IOFD, encodeIofd({ addr: at.gpa, len: layout.len, fd, flags: pioFlag(layout, KVM_IOFD_FLAG_PIO) }))
      : vm.ioctl(KVM_IOEVENTFD, ioeventfdArgument(layout, at, fd));
  if (answer !== 0) throw new Error(`registering the doorbell at 0x${at.gpa.toString(16)}: ${errnoName(answer)}`);
  return vm.eventFdOf(fd);
}

function ioeventfdArgument(layout: Registered, at: { gpa: bigint; value: bigint }, fd: number): Uint8Array {
  const match = layout.match === "datamatch" ? KVM_IOEVENTFD_FLAG_DATAMATCH : 0;
  const flags = match | pioFlag(layout, KVM_IOEVENTFD_FLAG_PIO);
  const len = layout.match === "zero-length" ? 0 : layout.len;
  return encodeIoeventfd({ datamatch: at.value, addr: at.gpa, len, fd, flags });
}

type Registered = Pick<DoorbellLayout, "space" | "len" | "match">;
const pioFlag = (layout: Registered, flag: number) => (layout.space === "pio" ? flag : 0);

function littleEndian(value: bigint, len: number): Uint8Array {
  return Uint8Array.from({ length: len }, (_, byte) => Number((value >> BigInt(8 * byte)) & 0xffn));
}
