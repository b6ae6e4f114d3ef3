import type { Process } from "../../engine/index.ts";
import type { Vm } from "../../kvm/vm.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Region } from "../doorbell/doorbell.ts";
import type { Host } from "./exit-context.ts";
import type { Doorbell } from "./round-trip.ts";

const { coalesce, decode, entry, exit } = STAGE;

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

/** One guest store into a coalesced zone: it goes into the ring, and only a full ring sends the vcpu to userspace. */
export function* coalescedWrite(host: Host, doorbell: Doorbell): Process {
  const { region } = doorbell;
  doorbell.spend(exit);
  doorbell.spend(decode);
  yield doorbell.elapse();

  const { bus } = host;
  const zone = bus.find(region.access);
  doorbell.searched(bus.steps);
  if (zone !== null) doorbell.spend(coalesce);
  yield doorbell.elapse();
  // Under the ring's spinlock the zone asks once more: other vcpus may have filled it meanwhile.
  const stored = zone?.takes(region.access) ?? false;
  if (stored) {
    zone!.write(region.access);
    if (region.kicks === null) region.pending.push(doorbell.request);
  } else yield* host.vmm.handle(doorbell);
  doorbell.spend(entry);
  yield doorbell.elapse();
  host.observations.exit(stored ? "in-kernel" : "userspace");
}
