/** Registers doorbells with KVM, by the ioctls that a VMM uses. */

import {
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IOFD,
  KVM_IOFD_FLAG_PIO,
  KVM_REGISTER_COALESCED_MMIO,
} from "../../kvm/abi.ts";
import { errnoName } from "../../kvm/errno.ts";
import type { EventFd } from "../../kvm/eventfd.ts";
import { capabilities } from "../../kvm/kernels.ts";
import { encodeCoalescedZone, encodeIoeventfd, encodeIofd } from "../../kvm/structs.ts";
import type { Vm } from "../../kvm/vm.ts";
import { type DoorbellLayout, type DoorbellStore, storeOf } from "./doorbell.ts";

/** Registers every doorbell of the layout with an eventfd of its own. Throws if KVM refuses one. */
export function registerEventFds(vm: Vm, layout: DoorbellLayout): EventFd[] {
  return Array.from({ length: layout.count }, (_, i) => registerEventFd(vm, layout, storeOf(layout, layout.first + i)));
}

/** Registers one coalesced zone that covers every doorbell of the layout. Throws if KVM refuses it. */
export function registerZone(vm: Vm, { address, first, count, len, space }: DoorbellLayout): void {
  const addr = address + BigInt(first * len);
  const zone = encodeCoalescedZone({ addr, size: count * len, pio: space === "pio" ? 1 : 0 });
  insistOn(`the zone at 0x${addr.toString(16)}`, vm.ioctl(KVM_REGISTER_COALESCED_MMIO, zone));
}

function registerEventFd(vm: Vm, layout: DoorbellLayout, store: DoorbellStore): EventFd {
  const fd = vm.eventfd(0, 0);
  const answer =
    capabilities(vm.kernel).doorbellIoctl === "KVM_IOFD"
      ? vm.ioctl(KVM_IOFD, iofdArgument(layout, store, fd))
      : vm.ioctl(KVM_IOEVENTFD, ioeventfdArgument(layout, store, fd));
  insistOn(`the doorbell at 0x${store.gpa.toString(16)}`, answer);
  return vm.eventFdOf(fd);
}

function iofdArgument({ space, len }: DoorbellLayout, { gpa }: DoorbellStore, fd: number): Uint8Array {
  return encodeIofd({ addr: gpa, len, fd, flags: space === "pio" ? KVM_IOFD_FLAG_PIO : 0 });
}

function ioeventfdArgument(layout: DoorbellLayout, { gpa, value }: DoorbellStore, fd: number): Uint8Array {
  const flags =
    (layout.match === "datamatch" ? KVM_IOEVENTFD_FLAG_DATAMATCH : 0) |
    (layout.space === "pio" ? KVM_IOEVENTFD_FLAG_PIO : 0);
  const len = layout.match === "zero-length" ? 0 : layout.len;
  return encodeIoeventfd({ datamatch: value, addr: gpa, len, fd, flags });
}

function insistOn(what: string, answer: number): void {
  if (answer !== 0) throw new Error(`KVM refuses to register ${what}: ${errnoName(answer)}`);
}
