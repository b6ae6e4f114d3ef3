import type { Process } from "../../engine/index.ts";
import type { IoDevice } from "../../kvm/io-bus.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { RoundTrip } from "./round-trip.ts";

/** Whoever serves the doorbells that KVM signals. */
export interface Backend {
  /** The store of this round trip has its effect on `device` and signals the doorbell's eventfd. True if that woke a thread. */
  signal(trip: RoundTrip, device: IoDevice): boolean;
  /** A request lies in the doorbell's virtqueue. True if a polling thread sees it at once, without a notification. */
  submitted(doorbell: Doorbell): boolean;
}

/** Whoever handles a doorbell that exits to userspace. */
export interface UserspaceHandler {
  /** From KVM_RUN's return to the next KVM_RUN, in the vcpu's thread. */
  handle(trip: RoundTrip): Process;
}
