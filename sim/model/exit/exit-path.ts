import type { Process } from "../../engine/index.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { ExitContext } from "./exit-context.ts";
import type { RoundTrip } from "./round-trip.ts";

const { datamatch, decode, entry, exit, "kvm-lock": kvmLock, residual, signal, wake } = STAGE;

/** One guest store to a trapped address, from VM exit to VM entry, as the vcpu thread lives it. */
export function* guestWrite(host: ExitContext, doorbell: RoundTrip): Process {
  doorbell.spend(exit);
  doorbell.spend(decode); // a PIO exit names port and size, so this is dear for MMIO only
  doorbell.spend(residual);

  // The bus never changes during a run, so the instant of the search shows only where it has to wait its turn.
  if (host.deviceLock !== null) {
    yield doorbell.elapse();
    const asked = host.sim.now;
    const { delayed } = doorbell.thread;
    if (!host.deviceLock.tryAcquire(doorbell.thread)) yield* host.deviceLock.contend(doorbell.thread);
    doorbell.waited(kvmLock, asked, delayed);
  }
  const device = host.bus.find(doorbell.region.access);
  doorbell.searched(host.bus.steps);
  if (device !== null) {
    // Lightweight exit: the vcpu never leaves the kernel.
    host.observations.exit("in-kernel");
    if (host.match === "datamatch") doorbell.spend(datamatch);
    doorbell.spend(signal);
    yield doorbell.elapse();
    host.backend.announce(doorbell);
    device.write(doorbell.region.access);
    if (doorbell.woke) {
      doorbell.spend(wake);
      if (host.deviceLock !== null) yield doorbell.elapse(); // the signal wakes before it returns, under the mutex
    }
    if (host.deviceLock?.release()) doorbell.spend(wake);
  } else {
    // Heavyweight exit: KVM_RUN returns KVM_EXIT_MMIO or KVM_EXIT_IO.
    host.observations.exit("userspace");
    if (host.deviceLock !== null) {
      yield doorbell.elapse();
      if (host.deviceLock.release()) doorbell.spend(wake);
    }
    yield host.sim.call(host.vmm.handle(doorbell));
  }
  doorbell.spend(entry);
  yield doorbell.elapse();
}
