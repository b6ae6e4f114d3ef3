import type { Process } from "../engine/index.ts";
import { STAGE } from "./cost-sheet.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Host } from "./host.ts";

/** One guest store to a trapped address, from VM exit to VM entry, as the vcpu thread lives it. */
export function* guestWrite(host: Host, doorbell: Doorbell): Process {
  const { access } = doorbell.region;
  const { bus, deviceLock } = host;

  doorbell.spend(STAGE.exit);
  doorbell.spend(STAGE.decode); // a PIO exit names port and size, so this is dear for MMIO only
  doorbell.spend(STAGE.residual);

  // The bus never changes during a run, so the instant of the search shows only where it has to wait its turn.
  if (deviceLock !== null) {
    yield doorbell.elapse();
    const asked = host.sim.now;
    const { delayed } = doorbell.thread;
    if (!deviceLock.tryAcquire(doorbell.thread)) yield* deviceLock.contend(doorbell.thread);
    doorbell.waited(STAGE["kvm-lock"], asked, delayed);
  }
  const device = bus.find(access);
  doorbell.comparisons = bus.steps;
  doorbell.charge(STAGE.bus, doorbell.prices.search(host.stepCost, bus.steps));
  if (device) {
    // Lightweight exit: the vcpu never leaves the kernel.
    if (host.match === "datamatch") doorbell.spend(STAGE.datamatch);
    doorbell.spend(STAGE.signal);
    yield doorbell.elapse();
    host.backend.announce(doorbell);
    device.write(access);
    if (doorbell.woke) {
      doorbell.spend(STAGE.wake);
      if (deviceLock !== null) yield doorbell.elapse(); // the signal wakes before it returns, under the mutex
    }
    if (deviceLock?.release()) doorbell.spend(STAGE.wake);
  } else {
    // Heavyweight exit: KVM_RUN returns KVM_EXIT_MMIO or KVM_EXIT_IO.
    if (deviceLock !== null) {
      yield doorbell.elapse();
      if (deviceLock.release()) doorbell.spend(STAGE.wake);
    }
    yield* host.vmm.handle(doorbell);
  }
  doorbell.spend(STAGE.entry);
  yield doorbell.elapse();
  host.observations.exit(device ? "in-kernel" : "userspace");
}
