/** What no kernel, address space or device allows. */

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
  const registered = chips + { qemu: 0, iofd: regions.count + heads, coalesced: zones }[notify] + regions.others;
  const refusal = {
    v7: "crashes its host at the 7th device",
    "2.6.32": "refuses the 7th device (ENOSPC)",
    upstream: null,
    ideal: null,
  }[kernel];
  if (refusal && registered > 6 && settings["device-limit"] === "kernel") {
    const message = `${kernel} ${refusal}, and ${registered} are asked for; set \`device-limit: lifted\` to ask what its search would cost`;
    faults.push(complain(["regions", regions.others > 0 ? "others" : "count"], message));
  }
  if (kernel === "v7" && regions.match === "datamatch") {
    faults.push(complain(["regions", "match"], "v7 has no data match; use match: wildcard, or a later kernel"));
  }
  if (notify === "coalesced") faults.push(...ringFaults(settings, complain));
  if (regions.match === "zero-length" && (kernel === "v7" || kernel === "2.6.32")) {
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
  if (kernel === "v7" || (kernel === "2.6.32" && guest.space === "pio")) {
    const message = kernel === "v7" ? "v7's kvm->lock is not modelled for coalesced stores" : "2.6.32 coalesces no PIO";
    faults.push(complain(["notify"], `${message}; use a later kernel`));
  }
  return faults;
}
