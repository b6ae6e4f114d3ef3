import type { IoDevice } from "../../../kvm/io-bus.ts";
import { STAGE } from "../../costs/cost-sheet.ts";
import { registerZone } from "../../doorbell/register.ts";
import type { RoundTrip } from "../round-trip.ts";
import type { Mechanism, Taker } from "./mechanism.ts";

const { coalesce } = STAGE;

/** KVM_REGISTER_COALESCED_MMIO: the store waits in a ring until the VMM reads it; only a full ring exits to userspace. */
export const coalesced: Mechanism = {
  servedBy: "vmm",
  registers: "zone",
  needs: [{ stage: "coalesce", what: "a store into the coalesced ring" }],
  register(vm, layout) {
    registerZone(vm, layout);
    return Array.from({ length: layout.count }, () => null);
  },
  make: () => new RingTaker(),
};

class RingTaker implements Taker {
  readonly fillsUp = true;

  spend(trip: RoundTrip): void {
    trip.spend(coalesce);
  }

  /** `coalesced_mmio_write` asks for room again under the ring's lock: another vcpu may have filled it since the search. */
  take(trip: RoundTrip, device: IoDevice): boolean {
    const { doorbell, request } = trip;
    if (!device.takes(doorbell.access)) return false;
    device.write(doorbell.access);
    if (doorbell.notifications === null) doorbell.pending.push(request);
    return true;
  }
}
