/** Refuses settings that no kernel, address space or device allows. */

import { capabilities, mechanisms } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import { addressOf, type Settings } from "../scenario/schema.ts";
import { returnFaults } from "./completion-path.ts";
import { backendFaults, hostFaults } from "./device.ts";
import { workloadFaults } from "./workload.ts";

/** A fault for every limit that the settings break, whatever the prices. */
export function limits(settings: Settings, report: ReportFault): Fault[] {
  return [
    ...workloadFaults(settings, report),
    ...hostFaults(settings, report),
    ...backendFaults(settings, report),
    ...returnFaults(settings, report),
    ...kernelFaults(settings, report),
    ...(mechanisms[settings.notify].registers === "zone" ? ringFaults(settings, report) : []),
    ...doorbellFaults(settings, report),
  ];
}

function kernelFaults(settings: Settings, report: ReportFault): Fault[] {
  const { kernel, regions } = settings;
  const able = capabilities(kernel);
  const faults: Fault[] = [];
  const registered = registeredDevices(settings);
  if (able.seventhDevice && registered > 6 && settings["device-limit"] === "kernel") {
    const message = `${kernel} ${able.seventhDevice}, and ${registered} are registered here; set \`device-limit: lifted\` to ask what its search would cost`;
    faults.push(report(["regions", regions.others > 0 ? "others" : "count"], message));
  }
  if (!able.datamatch && regions.match === "datamatch") {
    faults.push(report(["regions", "match"], `${kernel} has no data match; use match: wildcard, or a later kernel`));
  }
  if (!able.zeroLength && regions.match === "zero-length") {
    faults.push(report(["regions", "match"], `${kernel} has no zero-length doorbells; use a later kernel`));
  }
  return faults;
}

/** Devices on the bus: interrupt controllers, the device's doorbells or zones, and the doorbells of other devices. */
function registeredDevices({ guest, regions, return: back, notify }: Settings): number {
  const chips = back.kind === "none" ? 0 : guest.space === "pio" ? 3 : 1;
  const heads = headsOf({ guest, return: back });
  const own = { nothing: 0, doorbells: regions.count + heads, zone: heads > 0 ? 2 : 1 };
  return chips + own[mechanisms[notify].registers] + regions.others;
}

/** Doorbells of completion queues: one a vcpu. */
function headsOf({ guest, return: back }: Pick<Settings, "guest" | "return">): number {
  return back["completion-doorbell"] === "none" ? 0 : guest.vcpus;
}

function doorbellFaults(settings: Settings, report: ReportFault): Fault[] {
  const { guest, regions, backend } = settings;
  const { space, len } = guest;
  const faults: Fault[] = [];
  if (space === "pio" && len === 8) {
    faults.push(report(["guest", "len"], "a PIO instruction moves at most 4 bytes"));
  }
  if (backend.count > regions.count) {
    const message = `${backend.count} threads, but regions.count is ${regions.count}: each serves at least one doorbell`;
    faults.push(report(["backend", "count"], message));
  }
  const doorbells = regions.count + headsOf(settings) + regions.others;
  const [top, key] = space === "pio" ? [0x10000n, "port"] : [(1n << 64n) - 1n, "gpa"];
  if (addressOf(settings) + BigInt(doorbells * len) > top) {
    const message = `${doorbells} doorbells of ${len} bytes run past the end of the ${space} space; use a lower address`;
    faults.push(report(["guest", key], message));
  }
  return faults;
}

/** Refuses machines without a coalesced ring, and guests that would wait for ever for the ring to be emptied. */
function ringFaults({ kernel, guest, virtqueue }: Settings, report: ReportFault): Fault[] {
  const faults: Fault[] = [];
  if (guest.workload.kind === "closed" && guest.workload.depth !== undefined) {
    const message =
      "with notify: coalesced only a full ring is emptied, so a guest that waits for completions would wait for ever; leave depth out";
    faults.push(report(["guest", "workload", "depth"], message));
  }
  if (virtqueue?.size !== undefined) {
    const message =
      "with notify: coalesced only a full ring is emptied, so a guest that waits for room would wait for ever; leave size out";
    faults.push(report(["virtqueue", "size"], message));
  }
  const { kvmLock, coalesces } = capabilities(kernel);
  if (kvmLock || !coalesces.includes(guest.space)) {
    const message = kvmLock
      ? `${kernel}'s kvm->lock is not modelled for coalesced stores`
      : `${kernel} coalesces no ${guest.space.toUpperCase()}`;
    faults.push(report(["notify"], `${message}; use a later kernel`));
  }
  return faults;
}
