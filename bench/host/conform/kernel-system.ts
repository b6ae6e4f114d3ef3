import type { Exit } from "../../../sim/index.ts";
import { Descriptors } from "../kvm/descriptors.ts";
import { Guest, guestArena } from "../kvm/guest.ts";
import type { Arena } from "../kvm/guest-memory.ts";
import { Injections } from "../kvm/injections.ts";
import { Kvm } from "../kvm/kvm.ts";
import type { Answer } from "../kvm/vcpu.ts";
import { KernelVm } from "./kernel-vm.ts";
import type { Flavour, Machine } from "./system-under-test.ts";

/** What one process, or the only such thread of one, needs to run one machine after the other. */
export class KernelHost {
  readonly kvm = new Kvm();
  readonly arena: Arena = guestArena(this.kvm);
  close(): void {
    this.arena.close();
    this.kvm.close();
  }
}

/** The two VMs as the running kernel has them. */
export class KernelMachine implements Machine {
  readonly vms: readonly [KernelVm, KernelVm];
  readonly #libc: Kvm["libc"];
  readonly #fds: Descriptors;
  readonly #injections: Injections | null;
  readonly #guest: Guest;
  readonly #vmFds: readonly number[];

  constructor({ kvm, arena }: KernelHost, flavour: Flavour) {
    this.#libc = kvm.libc;
    this.#fds = new Descriptors(kvm.libc);
    const vm = kvm.createVm();
    this.#vmFds = flavour === "plain" ? [vm] : [vm, kvm.createVm()];
    this.#injections = flavour === "plain" ? null : new Injections(kvm, this.#vmFds);
    this.#guest = new Guest(kvm, arena, { fd: vm, stop: flavour === "plain" ? "hlt" : "port" });
    const first = new KernelVm(kvm, { fd: vm, fds: this.#fds, guest: this.#guest });
    const second = this.#vmFds[1];
    this.vms = [first, second === undefined ? first : new KernelVm(kvm, { fd: second, fds: this.#fds, guest: null })];
  }

  outs(port: bigint, elements: readonly Uint8Array[]): Exit[] {
    return this.#guest.outs(port, elements);
  }

  ins(from: { port: bigint; len: number; count: number }, answer: Answer): { data: Uint8Array; exits: Exit[] } {
    return this.#guest.ins(from, answer);
  }

  injected(): number[][] {
    return this.#injections?.take() ?? [];
  }

  settle(): void {
    this.#injections?.settle();
  }

  close(): void {
    this.#injections?.close();
    this.#guest.close();
    this.#fds.closeAll();
    for (const fd of this.#vmFds) this.#libc.close(fd);
  }
}
