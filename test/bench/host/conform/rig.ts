import { KernelResources, KernelSystem } from "../../../../bench/host/conform/kernel-system.ts";
import { SimulatedSystem } from "../../../../bench/host/conform/simulated-system.ts";
import type { Flavour, SharedVm, SystemUnderTest } from "../../../../bench/host/conform/system-under-test.ts";
import { KvmRefused } from "../../../../bench/host/kvm/kvm.ts";
import {
  encodeCoalescedZone,
  encodeIoeventfd,
  encodeIrqfd,
  KVM_IOEVENTFD,
  KVM_IOEVENTFD_FLAG_DATAMATCH,
  KVM_IOEVENTFD_FLAG_DEASSIGN,
  KVM_IOEVENTFD_FLAG_PIO,
  KVM_IRQFD,
  KVM_REGISTER_COALESCED_MMIO,
  KVM_UNREGISTER_COALESCED_MMIO,
} from "../../../../sim/index.ts";
import { exitWords, little, word } from "../../../cases/machine.ts";

/** The running kernel, or the reason why it is not usable. */
export function openKernel(): KernelResources | string {
  try {
    return new KernelResources();
  } catch (error) {
    if (error instanceof KvmRefused) return error.message;
    throw error;
  }
}

/** An ioeventfd as the vectors write it. */
export interface Doorbell {
  readonly fd: number;
  readonly dm?: bigint;
  readonly flags?: number;
}

/** A conformance vector: its name, its operations and the expected answers. */
export type Vector = readonly [name: string, run: (rig: Rig) => unknown, answers: unknown];

/** Short names for the operations of the conformance vectors, on a system of the running kernel or on ours. */
export class Rig {
  readonly system: SystemUnderTest;
  readonly vm: SharedVm;

  /** `kernel` is `null` for ours. */
  constructor(kernel: KernelResources | null, flavour: Flavour = "plain") {
    this.system = kernel === null ? new SimulatedSystem(flavour, "upstream") : new KernelSystem(kernel, flavour);
    this.vm = this.system.vms[0];
  }

  e(initval = 0, flags = 0): number {
    return this.vm.eventfd(initval, flags);
  }

  mmio(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, doorbell);
  }

  pio(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, { ...doorbell, flags: (doorbell.flags ?? 0) | KVM_IOEVENTFD_FLAG_PIO });
  }

  deassign(addr: bigint, len: number, doorbell: Doorbell): string {
    return this.ioeventfd(addr, len, { ...doorbell, flags: (doorbell.flags ?? 0) | KVM_IOEVENTFD_FLAG_DEASSIGN });
  }

  private ioeventfd(addr: bigint, len: number, { fd, dm, flags = 0 }: Doorbell): string {
    const match = dm === undefined ? 0 : KVM_IOEVENTFD_FLAG_DATAMATCH;
    const args = { addr, len, fd, datamatch: dm ?? 0n, flags: flags | match };
    return word(this.vm.ioctl(KVM_IOEVENTFD, encodeIoeventfd(args)));
  }

  zone(addr: bigint, size: number, pio = 0): string {
    return word(this.vm.ioctl(KVM_REGISTER_COALESCED_MMIO, encodeCoalescedZone({ addr, size, pio })));
  }

  unzone(addr: bigint, size: number, pio = 0): string {
    return word(this.vm.ioctl(KVM_UNREGISTER_COALESCED_MMIO, encodeCoalescedZone({ addr, size, pio })));
  }

  irqfd(fd: number, gsi: number, more: { flags?: number; resamplefd?: number; vm?: 0 | 1 } = {}): string {
    const vm = this.system.vms[more.vm ?? 0];
    return word(
      vm.ioctl(KVM_IRQFD, encodeIrqfd({ fd, gsi, flags: more.flags ?? 0, resamplefd: more.resamplefd ?? 0 })),
    );
  }

  /** Exits of a memory store. */
  w(len: number, gpa: bigint, value = 0n): string {
    return exitWords(this.vm.store({ space: "mmio", gpa, data: little(value, len) }));
  }

  /** Exits of a memory load. */
  r(len: number, gpa: bigint): string {
    return exitWords(this.vm.load({ space: "mmio", gpa, len }).exits);
  }

  /** Exits of a port write. */
  out(len: number, port: bigint, value = 0n): string {
    return exitWords(this.vm.store({ space: "pio", gpa: port, data: little(value, len) }));
  }

  /** Exits of a port read. */
  in(len: number, port: bigint): string {
    return exitWords(this.vm.load({ space: "pio", gpa: port, len }).exits);
  }

  /** Exits of `rep outsb` with `count` bytes. */
  outsb(port: bigint, count: number): string {
    return exitWords(
      this.system.outs(
        port,
        Array.from({ length: count }, () => new Uint8Array(1)),
      ),
    );
  }

  /** Reads the eventfd: the count, or the errno's name. */
  take(fd: number): bigint | string {
    const buffer = new Uint8Array(8);
    const result = this.vm.read(fd, buffer);
    return result === 8 ? new DataView(buffer.buffer).getBigUint64(0, true) : word(result);
  }

  /** Writes the eventfd: "ok", or the errno's name. */
  put(fd: number, value: bigint, size = 8): string {
    const result = this.vm.write(fd, little(value, size));
    return result >= 0 ? "ok" : word(result);
  }

  /** Reads the counter of each eventfd, which resets it to 0. */
  signals(...fds: number[]): number[] {
    return fds.map((fd) => {
      const count = this.take(fd);
      return count === "EAGAIN" ? 0 : Number(count);
    });
  }
}
