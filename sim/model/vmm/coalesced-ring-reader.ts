import type { Vm } from "../../kvm/vm.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";

/** What the VMM finds in KVM's coalesced ring: stores that waited there until a vcpu exited to userspace. */
export class CoalescedRingReader {
  readonly #vm: Vm;
  readonly #doorbells: ReadonlyMap<bigint, Doorbell>;
  readonly #found = new Set<Doorbell>();

  constructor(vm: Vm, doorbells: readonly Doorbell[]) {
    this.#vm = vm;
    this.#doorbells = new Map(doorbells.map((doorbell) => [doorbell.access.gpa.toBigInt(), doorbell]));
  }

  /** Empties the ring. Returns the doorbells that were rung, in the order of their first store. */
  drain(): ReadonlySet<Doorbell> {
    this.#found.clear();
    for (const { gpa } of this.#vm.coalesced()) this.#found.add(this.#doorbells.get(gpa)!);
    return this.#found;
  }
}
