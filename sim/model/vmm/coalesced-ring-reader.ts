import type { Vm } from "../../kvm/vm.ts";
import type { Region } from "../doorbell/doorbell.ts";

/** Stores that wait in KVM's coalesced ring until the vcpu is in userspace anyway: what the VMM finds there. */
export class Backlog {
  readonly #vm: Vm;
  readonly #regions: ReadonlyMap<bigint, Region>;
  readonly #found = new Set<Region>();

  constructor(vm: Vm, regions: readonly Region[]) {
    this.#vm = vm;
    this.#regions = new Map(regions.map((region) => [region.access.gpa.toBigInt(), region]));
  }

  /** Empties the ring; the regions that were written to, in the order of their first store. */
  take(): ReadonlySet<Region> {
    this.#found.clear();
    for (const { gpa } of this.#vm.coalesced()) this.#found.add(this.#regions.get(gpa)!);
    return this.#found;
  }
}
