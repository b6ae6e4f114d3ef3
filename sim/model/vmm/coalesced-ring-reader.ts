import type { Vm } from "../../kvm/vm.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";

/** Stores that wait in KVM's coalesced ring until the vcpu is in userspace anyway: what the VMM finds there. */
export class CoalescedRingReader {
  readonly #vm: Vm;
  readonly #doorbells: ReadonlyMap<bigint, Doorbell>;
  readonly #found = new Set<Doorbell>();

  constructor(vm: Vm, doorbells: readonly Doorbell[]) {
    this.#vm = vm;
    this.#doorbells = new Map(doorbells.map((doorbell) => [doorbell.access.gpa.toBigInt(), doorbell]));
  }

  /** Empties the ring; the regions that were written to, in the order of their first store. */
  drain(): ReadonlySet<Doorbell> {
    this.#found.clear();
    for (const { gpa } of this.#vm.coalesced()) this.#found.add(this.#doorbells.get(gpa)!);
    return this.#found;
  }
}
