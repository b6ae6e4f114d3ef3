import { type Exit, FdTable, type Kernel, KVM_CREATE_IRQCHIP, Vm } from "../../../sim/index.ts";
import { HIGH_RAM, LOW_RAM } from "../kvm/guest-code.ts";
import type { ReadHandler } from "../kvm/vcpu.ts";
import type { Flavour, SystemUnderTest } from "./system-under-test.ts";

/** VMs of `sim/kvm`. */
export class SimulatedSystem implements SystemUnderTest {
  readonly vms: readonly [Vm, Vm];
  readonly #flavour: Flavour;

  constructor(flavour: Flavour, kernel: Kernel) {
    this.#flavour = flavour;
    const fds = new FdTable();
    const vm = new Vm({ kernel, fds });
    this.vms = [vm, flavour === "plain" ? vm : new Vm({ kernel, fds })];
    for (const { gpa, size } of [LOW_RAM, HIGH_RAM]) this.vms[0].addRam(BigInt(gpa), BigInt(size));
    if (flavour === "irqchip") for (const vm of this.vms) vm.ioctl(KVM_CREATE_IRQCHIP, null);
  }

  outs(port: bigint, elements: readonly Uint8Array[]): Exit[] {
    return elements.flatMap((data) => this.vms[0].store({ space: "pio", gpa: port, data }));
  }

  ins(from: { port: bigint; len: number; count: number }, onRead: ReadHandler): { data: Uint8Array; exits: Exit[] } {
    const loads = Array.from({ length: from.count }, () =>
      this.vms[0].load({ space: "pio", gpa: from.port, len: from.len, answer: onRead }),
    );
    return {
      data: Uint8Array.from(loads.flatMap(({ data }) => [...data])),
      exits: loads.flatMap(({ exits }) => exits),
    };
  }

  takeInterrupts(): number[][] {
    if (this.#flavour === "plain") return [];
    return this.vms.map((vm) => [...new Set(vm.interrupts())].filter((gsi) => gsi < 15).sort((a, b) => a - b));
  }

  awaitIrqfdShutdown(): void {}

  close(): void {}
}
