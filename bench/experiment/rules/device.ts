/** Rules for the device and the CPUs under it. */

import { mechanisms, workerKind } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Settings } from "../scenario/schema.ts";

/** Refuses pins to CPUs that the host does not have, or of threads that the machine does not have. */
export function hostFaults({ host, guest, backend }: Settings, report: ReportFault): Fault[] {
  const faults: Fault[] = [];
  const { cpus, pin } = host;
  for (const [kind, count] of [
    ["vcpus", guest.vcpus],
    ["backends", backend.count],
  ] as const) {
    const pins = pin[kind];
    const beyond = pins.findIndex((cpu) => cpu >= (cpus ?? 0));
    const path = ["host", "pin", kind];
    if (pins.length > 0 && cpus === undefined) faults.push(report(path, "set host.cpus, the number of CPUs"));
    else if (beyond >= 0) {
      const message = `host.pin.${kind}: no CPU ${pins[beyond]}: the host's ${cpus} CPUs are 0 to ${cpus! - 1}`;
      faults.push(report([...path, beyond], message));
    }
    if (pins.length > count) {
      const more = `set ${kind === "vcpus" ? "guest.vcpus" : "backend.count"}: ${pins.length}`;
      const threads = `${count} thread${count === 1 ? "" : "s"}`;
      const message = `host.pin.${kind}: ${pins.length} CPUs for ${threads}; list one a thread at most, or ${more}`;
      faults.push(report(path, message));
    }
  }
  return faults;
}

/** Refuses backend settings that no VMM supports. */
export function backendFaults({ backend, notify }: Settings, report: ReportFault): Fault[] {
  const { kind, handler, count, poll } = backend;
  const faults: Fault[] = [];
  const deferred = mechanisms[notify].servedBy === "vmm" && (handler === "bh" || handler === "timer");
  if (count > 1 && (deferred || (kind === "main-loop" && handler === "inline"))) {
    faults.push(report(["backend", "count"], "a VMM has one main loop; use count: 1, or threads of another kind"));
  }
  if (poll && poll.kind !== "none" && workerKind({ notify, backend }) === "main-loop") {
    const message = "the VMM's main loop does this work, and qemu's never polls; use poll.kind: none, or an iothread";
    faults.push(report(["backend", "poll", "kind"], message));
  }
  return faults;
}
