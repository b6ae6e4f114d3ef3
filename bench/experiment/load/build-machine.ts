/** From checked settings and the files they name to the machine that the simulator runs. */

import type { MachineSpec, Price } from "../../../sim/index.ts";
import type { Trace } from "../../trace/formats/ftrace.ts";
import { doorbells, ringers, writtenRegions } from "../../trace/regions.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import { type Fault, InputError } from "../input/fault.ts";
import { unpriced } from "../rules/unpriced-mechanisms.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { Settings } from "../scenario/schema.ts";
import { returnFaults, returnOf } from "./completion-path.ts";
import { backendFaults, backendOf, hostFaults, hostOf } from "./device.ts";
import { type Complain, UnitOfSheet } from "./sheet-units.ts";
import { tooLong, workloadFaults, workloadOf, workOf } from "./workload.ts";

/** A point's machine, and what was read to make it. */
export interface PointInputs {
  readonly machine: MachineSpec;
  readonly sheet: LoadedSheet;
  readonly trace: Trace | null;
  /** References as written, so that a result can carry the files. */
  readonly files: readonly string[];
}

/** The cost sheets that come with iofd, as scenarios name them. */
export const shippedSheets = [
  "haskins-2009",
  "kvmtool-2011",
  "pci-testdev-2013",
  "pci-testdev-2013-additive",
  "sandybridge-e5-2450",
  "cascadelake-8269cy",
  "zen4-2024",
  "nested-vmx-8269cy",
  "pvm-nested-8269cy",
  "zen5-pvm-host",
  "emulated-nvme-2022",
  "vhost-user-2020",
].map((name) => `costs/${name}.yaml`);

/** Makes the machine of one setting; faults are those that the settings only have together with what they name. */
export function machineFor(
  settings: Settings,
  inputs: Inputs,
  complain: Complain,
): { inputs?: PointInputs; faults: Fault[] } {
  const faults = [...fileFaults(settings, inputs, complain), ...limits(settings, complain)];
  const sheet = inputs.sheet(settings.costs)?.loaded;
  if (!sheet || faults.length > 0) return { faults };
  const { workload: asked } = settings.guest;
  const trace = asked.kind === "trace" ? inputs.trace(asked.file) : null;
  if (trace) faults.push(...doorbellFaults(settings, trace, complain));
  const unit = new UnitOfSheet(sheet, complain);
  const service = servicePrice(settings, sheet, unit);
  const { space, len } = settings.guest;
  const ringing = trace ? doorbells(trace, { space, address: addressOf(settings), len }) : [];
  const workload = workloadOf(asked, ringing, unit);
  const worked = workOf(settings.guest.work, unit);
  faults.push(
    ...unit.faults,
    ...unpriced(settings, sheet, complain),
    ...tooLong(settings.run.requests, { workload, ...worked, service }, complain),
  );
  if (faults.length > 0) return { faults };
  const { guest, regions, backend } = settings;
  const machine: MachineSpec = {
    kernel: settings.kernel,
    deviceLimit: settings["device-limit"],
    costs: sheet.sheet,
    vcpus: guest.vcpus,
    workload,
    ...worked,
    space: guest.space,
    address: addressOf(settings),
    len: guest.len,
    notify: settings.notify,
    regions,
    backend: backendOf(backend, service, unit),
    bigLock: settings["big-lock"],
    ...hostOf(settings.host, unit),
    fastMmio: settings.host["fast-mmio"],
    ...returnOf(settings.return, unit),
    ...virtqueueOf(settings.virtqueue),
  };
  const files = [settings.costs, ...(asked.kind === "trace" ? [asked.file] : [])];
  return { inputs: { machine, sheet, trace, files }, faults };
}

/** What is wrong with the files that settings name, looked at even where the settings themselves are faulty. */
export function fileFaults(settings: NamedFiles, inputs: Inputs, complain: Complain): Fault[] {
  const { costs, guest } = settings;
  const file = guest?.workload?.file;
  return [
    ...(typeof costs === "string" ? sheetFaults(costs, inputs, complain) : []),
    ...(typeof file === "string" ? traceFaults(file, inputs, complain) : []),
  ];
}

/** Settings as far as they name files; nothing else about them is known. */
export interface NamedFiles {
  readonly costs?: unknown;
  readonly guest?: { readonly workload?: { readonly kind?: unknown; readonly file?: unknown } | null } | null;
}

function sheetFaults(file: string, inputs: Inputs, complain: Complain): readonly Fault[] {
  const message = `no cost sheet "${file}" beside this file; shipped: ${shippedSheets.join(", ")}`;
  return inputs.sheet(file)?.faults ?? [complain(["costs"], message)];
}

function traceFaults(file: string, inputs: Inputs, complain: Complain): Fault[] {
  const place = ["guest", "workload", "file"];
  try {
    return inputs.trace(file) ? [] : [complain(place, `no trace file "${file}" beside this file`)];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map((fault) => complain(place, fault.message));
  }
}

/** The trace must ring the doorbell that the guest is said to ring. */
function doorbellFaults(settings: Settings, trace: Trace, complain: Complain): Fault[] {
  const { space, len, vcpus } = settings.guest;
  const address = addressOf(settings);
  const faults = vcpus > 1 ? [complain(["guest", "vcpus"], "a trace is replayed on one vcpu")] : [];
  const threads = ringers(trace, { space, address, len });
  if (threads > 1) {
    const message = `${threads} vcpus ring this doorbell in the trace, and one is replayed; cut the trace to one thread`;
    faults.push(complain(["guest", "workload", "file"], message));
  }
  if (doorbells(trace, { space, address, len }).length >= 2) return faults;
  const seen = writtenRegions(trace).slice(0, 5);
  const most = seen.map((r) => `${r.writes} x ${r.len} bytes at ${r.space} 0x${r.address.toString(16)}`).join("; ");
  const message = `the trace has no two ${len}-byte writes to ${space} 0x${address.toString(16)}; most written: ${most}`;
  return [...faults, complain(["guest", space === "pio" ? "port" : "gpa"], message)];
}

/** What no kernel or address space allows, whatever it costs. */
function limits(settings: Settings, complain: Complain): Fault[] {
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
function ringFaults({ kernel, guest, virtqueue }: Settings, complain: Complain): Fault[] {
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

/** The model's virtqueue, if there is one. */
function virtqueueOf(asked: Settings["virtqueue"]): Pick<MachineSpec, "virtqueue"> {
  if (!asked) return {};
  const { suppression, size } = asked;
  return { virtqueue: { suppression, ...(size !== undefined && { size }) } };
}

function addressOf({ guest }: Settings): bigint {
  return guest.space === "pio" ? BigInt(guest.port) : guest.gpa;
}

function servicePrice(settings: Settings, { sheet }: LoadedSheet, unit: UnitOfSheet): Price | undefined {
  const { service } = settings.backend;
  if (service === undefined) return settings.backend.kind === "counter" ? undefined : sheet.thread.service;
  return { kind: service.distribution, mean: unit.of(service.mean, ["backend", "service"]) };
}
