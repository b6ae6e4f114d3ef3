import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { coalesce, decode, entry, exit } = STAGE;

/** One guest store into a coalesced zone: it goes into the ring, and only a full ring sends the vcpu to userspace. */
export function* coalescedWrite(host: ExitContext, trip: RoundTrip): Process {
  const { doorbell } = trip;
  trip.spend(exit);
  trip.spend(decode);
  yield trip.elapse();

  const { bus } = host;
  const zone = bus.find(doorbell.access);
  trip.searched(bus.steps);
  if (zone !== null) trip.spend(coalesce);
  yield trip.elapse();
  // Under the ring's spinlock the zone asks once more: other vcpus may have filled it meanwhile.
  const stored = zone?.takes(doorbell.access) ?? false;
  if (stored) {
    zone!.write(doorbell.access);
    if (doorbell.notifications === null) doorbell.pending.push(trip.request);
  } else yield* host.vmm.handle(trip);
  trip.spend(entry);
  yield trip.elapse();
  host.observations.exit(stored ? "in-kernel" : "userspace");
}
