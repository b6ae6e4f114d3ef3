import type { Process } from "../../engine/index.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { RoundTrip } from "./round-trip.ts";

/** Who acts on a doorbell that stays in the kernel. `Observations` is told of every handler run. */
export interface Backend {
  /** The vcpu is about to signal this doorbell's eventfd. */
  announce(trip: RoundTrip): void;
  /** A request lies in the region's virtqueue, whether or not the guest will kick. Returns whether it is seen at once. */
  submitted(doorbell: Doorbell): boolean;
}

/** Who acts on a doorbell that exits to userspace. */
export interface UserspaceHandler {
  /** From KVM_RUN's return to the next KVM_RUN, in the vcpu's thread. */
  handle(trip: RoundTrip): Process;
}
