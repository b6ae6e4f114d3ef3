import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { datamatch, decode, entry, exit, "kvm-lock": kvmLock, residual, signal, wake } = STAGE;

/** One guest store to a trapped address, from VM exit to VM entry, as the vcpu thread lives it. */
export function* guestWrite(host: ExitContext, trip: RoundTrip): Process {
  trip.spend(exit);
  trip.spend(decode); // a PIO exit names port and size, so this is dear for MMIO only
  trip.spend(residual);

  // The bus never changes during a run, so the instant of the search shows only where it has to wait its turn.
  if (host.deviceLock !== null) {
    yield trip.elapse();
    const asked = host.sim.now;
    const { delayed } = trip.thread;
    if (!host.deviceLock.tryAcquire(trip.thread)) yield* host.deviceLock.contend(trip.thread);
    trip.waited(kvmLock, asked, delayed);
  }
  const device = host.bus.find(trip.doorbell.access);
  trip.searched(host.bus.steps);
  if (device !== null) {
    // Lightweight exit: the vcpu never leaves the kernel.
    host.observations.exit("in-kernel");
    if (host.match === "datamatch") trip.spend(datamatch);
    trip.spend(signal);
    yield trip.elapse();
    host.backend.announce(trip);
    device.write(trip.doorbell.access);
    if (trip.woke) {
      trip.spend(wake);
      if (host.deviceLock !== null) yield trip.elapse(); // the signal wakes before it returns, under the mutex
    }
    if (host.deviceLock?.release()) trip.spend(wake);
  } else {
    // Heavyweight exit: KVM_RUN returns KVM_EXIT_MMIO or KVM_EXIT_IO.
    host.observations.exit("userspace");
    if (host.deviceLock !== null) {
      yield trip.elapse();
      if (host.deviceLock.release()) trip.spend(wake);
    }
    yield host.sim.call(host.vmm.handle(trip));
  }
  trip.spend(entry);
  yield trip.elapse();
}
