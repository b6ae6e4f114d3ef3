import type { Exit } from "../../../sim/index.ts";
import { Descriptors } from "../kvm/descriptors.ts";
import { allocateGuestMemory, Guest } from "../kvm/guest.ts";
import type { GuestMemory } from "../kvm/guest-memory.ts";
import { Injections } from "../kvm/injections.ts";
import { Kvm } from "../kvm/kvm.ts";
import type { ReadHandler } from "../kvm/vcpu.ts";
import { KernelVm } from "./kernel-vm.ts";
import type { Flavour, SystemUnderTest } from "./system-under-test.ts";

/** /dev/kvm and guest memory, for one `KernelSystem` at a time. A process has one of these. */
export class KernelResources {
  readonly kvm = new Kvm();
  readonly memory: GuestMemory = allocateGuestMemory(this.kvm);

  close(): void {
    this.memory.close();
    this.kvm.close();
  }
}

/** VMs of the running kernel. */
export class KernelSystem implements SystemUnderTest {
  readonly vms: readonly [KernelVm, KernelVm];
  readonly #libc: Kvm["libc"];
  readonly #fds: Descriptors;
  readonly #injections: Injections | null;
  readonly #guest: Guest;
  readonly #vmFds: readonly number[];

  constructor({ kvm, memory }: KernelResources, flavour: Flavour) {
    this.#libc = kvm.libc;
    this.#fds = new Descriptors(kvm.libc);
    const vm = kvm.createVm();
    this.#vmFds = flavour === "plain" ? [vm] : [vm, kvm.createVm()];
    this.#injections = flavour === "plain" ? null : new Injections(kvm, this.#vmFds);
    this.#guest = new Guest(kvm, memory, { fd: vm, stop: flavour === "plain" ? "hlt" : "port" });
    const first = new KernelVm(kvm, { fd: vm, fds: this.#fds, guest: this.#guest });
    const second = this.#vmFds[1];
    this.vms = [first, second === undefined ? first : new KernelVm(kvm, { fd: second, fds: this.#fds, guest: null })];
  }

  outs(port: bigint, elements: readonly Uint8Array[]): Exit[] {
    return this.#guest.outs(port, elements);
  }

  ins(from: { port: bigint; len: number; count: number }, onRead: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    return this.#guest.ins(from, onRead);
  }

  takeInterrupts(): number[][] {
    return this.#injections?.take() ?? [];
  }

  awaitIrqfdShutdown(): void {
    this.#injections?.awaitShutdown();
  }

  close(): void {
    this.#injections?.close();
    this.#guest.close();
    this.#fds.closeAll();
    for (const fd of this.#vmFds) this.#libc.close(fd);
  }
}
