import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { decode, entry, exit, residual, wake } = STAGE;

/** One guest store to a doorbell, from VM exit to VM entry, as the vcpu thread lives it. */
export function* guestStore(host: ExitContext, trip: RoundTrip): Process {
  trip.spend(exit);
  trip.spend(residual); // sheets of whole round trips only: their parts are not known
  // EPT misconfiguration: the fault tells the address, so KVM_FAST_MMIO_BUS is searched before anything is decoded.
  let device = host.fastMmio.find(trip.doorbell);
  if (device !== null) {
    trip.exit = "fast-mmio";
    trip.searched(host.fastMmio.steps);
  } else {
    trip.spend(decode); // a PIO exit names port and size, so this is dear for MMIO only
    if (host.taker.fillsUp || host.kvmLock.guards) yield trip.elapse();
    const waiting = host.kvmLock.enter(trip); // v7 only
    if (waiting !== null) yield* waiting;
    device = host.bus.find(trip.doorbell.access);
    trip.searched(host.bus.steps);
  }
  if (device !== null) {
    host.taker.spend(trip);
    yield trip.elapse();
  }
  if (device !== null && host.taker.take(trip, device)) {
    // Lightweight exit: the vcpu never leaves the kernel.
    host.observations.exit(trip.exit);
    if (trip.woke) trip.spend(wake);
  } else {
    // Heavyweight exit: KVM_RUN returns KVM_EXIT_MMIO or KVM_EXIT_IO.
    trip.exit = "userspace";
    host.observations.exit(trip.exit);
  }
  // A signal wakes its sleeper before it returns, and a search that misses takes its time: both under v7's lock.
  if (host.kvmLock.guards && (trip.woke || trip.exit === "userspace")) yield trip.elapse();
  host.kvmLock.leave(trip);
  if (trip.exit === "userspace") yield host.sim.call(host.userspace.handle(trip));
  trip.spend(entry);
  yield trip.elapse();
}
