import {
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_DEASSIGN,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IOFD,
  KVM_IRQFD,
  KVM_REGISTER_COALESCED_MMIO,
  KVM_UNREGISTER_COALESCED_MMIO,
} from "../../sim/kvm/abi.ts";
import { errnoName } from "../../sim/kvm/errno.ts";
import type { Exit } from "../../sim/kvm/guest-access.ts";
import { encodeCoalescedZone, encodeIoeventfd, encodeIofd, encodeIrqfd } from "../../sim/kvm/structs.ts";
import { type Kernel, Vm, type VmOptions } from "../../sim/kvm/vm.ts";

/** An address without RAM, as the vectors use it. */
export const B = 0x10000000n;
export const U64_MAX = 0xffffffffffffffffn;

/** An ioeventfd as the vectors write it: address, length, and what else is not the default. */
export interface Doorbell {
  readonly fd: number;
  readonly dm?: bigint;
  readonly flags?: number;
}

/** A `Vm` with the vocabulary of the conformance vectors: errnos by name, exits as short words. */
export class TestMachine {
  readonly vm: Vm;

  constructor(kernel: Kernel, options: Omit<VmOptions, "kernel"> = {}) {
    this.vm = new Vm({ kernel, ...options });
  }

  /** A new eventfd at 0. */
  e(): number {
    return this.vm.eventfd(0, 0);
  }

  mmio(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, doorbell, 0);
  }

  pio(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, doorbell, KVM_IOEVENTFD_FLAG_PIO);
  }

  deassign(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, doorbell, KVM_IOEVENTFD_FLAG_DEASSIGN);
  }

  private ioeventfd(addr: bigint, len: number, { fd, dm, flags = 0 }: Doorbell, more: number): string {
    const match = dm === undefined ? 0 : KVM_IOEVENTFD_FLAG_DATAMATCH;
    const args = encodeIoeventfd({ addr, len, fd, datamatch: dm ?? 0n, flags: flags | more | match });
    return word(this.vm.ioctl(KVM_IOEVENTFD, args));
  }

  iofd(addr: bigint, len: number, fd: number, flags = 0): string {
    return word(this.vm.ioctl(KVM_IOFD, encodeIofd({ addr, len, fd, flags })));
  }

  zone(addr: bigint, size: number, pio = 0): string {
    return word(this.vm.ioctl(KVM_REGISTER_COALESCED_MMIO, encodeCoalescedZone({ addr, size, pio })));
  }

  unzone(addr: bigint, size: number, pio = 0): string {
    return word(this.vm.ioctl(KVM_UNREGISTER_COALESCED_MMIO, encodeCoalescedZone({ addr, size, pio })));
  }

  irqfd(fd: number, gsi: number, flags = 0, resamplefd = 0): string {
    return word(this.vm.ioctl(KVM_IRQFD, encodeIrqfd({ fd, gsi, flags, resamplefd })));
  }

  /** A memory store; its exits. */
  w(len: number, gpa: bigint, value = 0n): string {
    return exitWords(this.vm.store({ space: "mmio", gpa, data: little(value, len) }));
  }

  /** A port write; its exits. */
  out(len: number, port: bigint, value = 0n): string {
    return exitWords(this.vm.store({ space: "pio", gpa: port, data: little(value, len) }));
  }

  /** A memory load; its exits. */
  r(len: number, gpa: bigint): string {
    return exitWords(this.vm.load({ space: "mmio", gpa, len }).exits);
  }

  /** A port read; its exits. */
  in(len: number, port: bigint): string {
    return exitWords(this.vm.load({ space: "pio", gpa: port, len }).exits);
  }

  /** What a read of the eventfd gives: the count, or the errno's name. */
  take(fd: number): bigint | string {
    const buffer = new Uint8Array(8);
    const result = this.vm.read(fd, buffer);
    return result === 8 ? new DataView(buffer.buffer).getBigUint64(0, true) : word(result);
  }

  /** A write of the eventfd: "ok" or the errno's name. */
  put(fd: number, value: bigint): string {
    const result = this.vm.write(fd, little(value, 8));
    return result === 8 ? "ok" : word(result);
  }

  /** The signals so far of each eventfd, which are then 0. */
  signals(...fds: number[]): number[] {
    return fds.map((fd) => {
      const count = this.take(fd);
      return count === "EAGAIN" ? 0 : Number(count);
    });
  }
}

/** The result of a call, or the name of the errno that it is the negative of. */
export function word(result: number): string {
  return result < 0 ? (errnoName(result) ?? String(result)) : String(result);
}

/** `len` bytes, lowest first. */
export function little(value: bigint, len: number): Uint8Array {
  return Uint8Array.from({ length: len }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** "W4@10000000 R2@10001000", "OUT1@80 IN1@80"; "" for none. */
export function exitWords(exits: readonly Exit[]): string {
  const verb = (exit: Exit): string => (exit.reason === "mmio" ? (exit.write ? "W" : "R") : exit.write ? "OUT" : "IN");
  return exits.map((exit) => `${verb(exit)}${exit.len}@${exit.gpa.toString(16)}`).join(" ");
}
