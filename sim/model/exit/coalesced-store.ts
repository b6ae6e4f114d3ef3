import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { coalesce, decode, entry, exit } = STAGE;

/** One guest store into a coalesced zone: it goes into the ring, and only a full ring sends the vcpu to userspace. */
export function* coalescedWrite(host: ExitContext, doorbell: RoundTrip): Process {
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
