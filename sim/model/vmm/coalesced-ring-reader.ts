import type { Vm } from "../../kvm/vm.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";

/** Stores that wait in KVM's coalesced ring until the vcpu is in userspace anyway: what the VMM finds there. */
export class CoalescedRingReader {
  readonly #vm: Vm;
  readonly #regions: ReadonlyMap<bigint, Doorbell>;
  readonly #found = new Set<Doorbell>();

  constructor(vm: Vm, regions: readonly Doorbell[]) {
    this.#vm = vm;
    this.#regions = new Map(regions.map((region) => [region.access.gpa.toBigInt(), region]));
  }

  /** Empties the ring; the regions that were written to, in the order of their first store. */
  take(): ReadonlySet<Doorbell> {
    this.#found.clear();
    for (const { gpa } of this.#vm.coalesced()) this.#found.add(this.#regions.get(gpa)!);
    return this.#found;
  }
}
