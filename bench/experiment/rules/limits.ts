/** What no kernel, address space or device allows. */

import { capabilities, mechanisms } from "../../../sim/spec.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import { addressOf, type Settings } from "../scenario/schema.ts";
import { returnFaults } from "./completion-path.ts";
import { backendFaults, hostFaults } from "./device.ts";
import { workloadFaults } from "./workload.ts";

/** What no kernel or address space allows, whatever it costs. */
export function limits(settings: Settings, complain: ReportFault): Fault[] {
  const { kernel, guest, regions, notify } = settings;
  const faults = [
    ...workloadFaults(settings, complain),
    ...hostFaults(settings, complain),
    ...backendFaults(settings, complain),
    ...returnFaults(settings, complain),
  ];
  const chips = settings.return.kind === "none" ? 0 : guest.space === "pio" ? 3 : 1;
  const heads = settings.return["completion-doorbell"] === "none" ? 0 : guest.vcpus;
  const zones = heads > 0 ? 2 : 1;
  const { registers } = mechanisms[notify];
  const registered = chips + { nothing: 0, doorbells: regions.count + heads, zone: zones }[registers] + regions.others;
  const able = capabilities(kernel);
  if (able.seventhDevice && registered > 6 && settings["device-limit"] === "kernel") {
    const message = `${kernel} ${able.seventhDevice}, and ${registered} are asked for; set \`device-limit: lifted\` to ask what its search would cost`;
    faults.push(complain(["regions", regions.others > 0 ? "others" : "count"], message));
  }
  if (!able.datamatch && regions.match === "datamatch") {
    faults.push(complain(["regions", "match"], `${kernel} has no data match; use match: wildcard, or a later kernel`));
  }
  if (registers === "zone") faults.push(...ringFaults(settings, complain));
  if (!able.zeroLength && regions.match === "zero-length") {
    faults.push(complain(["regions", "match"], `${kernel} has no zero-length doorbells; use a later kernel`));
  }
  if (guest.space === "pio" && guest.len === 8) {
    faults.push(complain(["guest", "len"], "a PIO instruction moves at most 4 bytes"));
  }
  if (settings.backend.count > regions.count) {
    const message = `${settings.backend.count} threads, but regions.count is ${regions.count}: each serves at least one doorbell`;
    faults.push(complain(["backend", "count"], message));
  }
  const doorbells = regions.count + heads + regions.others;
  const end = addressOf(settings) + BigInt(doorbells * guest.len);
  const [top, name] = guest.space === "pio" ? [0x10000n, "port"] : [(1n << 64n) - 1n, "gpa"];
  if (end > top)
    faults.push(
      complain(
        ["guest", name],
        `${doorbells} doorbells of ${guest.len} bytes run past the end of the ${guest.space} space`,
      ),
    );
  return faults;
}

/** Where no coalesced ring is, or where nobody would ever empty it. */
function ringFaults({ kernel, guest, virtqueue }: Settings, complain: ReportFault): Fault[] {
  const faults: Fault[] = [];
  if (guest.workload.kind === "closed" && guest.workload.depth !== undefined) {
    const message =
      "with notify: coalesced a guest that waits for answers would wait for ever: only a full ring is emptied";
    faults.push(complain(["guest", "workload", "depth"], message));
  }
  if (virtqueue?.size !== undefined) {
    const message = "with notify: coalesced a guest that waits for room would wait for ever: leave size out";
    faults.push(complain(["virtqueue", "size"], message));
  }
  const { kvmLock, coalesces } = capabilities(kernel);
  if (kvmLock || !coalesces.includes(guest.space)) {
    const message = kvmLock
      ? `${kernel}'s kvm->lock is not modelled for coalesced stores`
      : `${kernel} coalesces no ${guest.space.toUpperCase()}`;
    faults.push(complain(["notify"], `${message}; use a later kernel`));
  }
  return faults;
}
