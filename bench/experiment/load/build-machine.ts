/** Builds the machine of a point from checked settings and the files that they name. */

import type { MachineSpec, Price } from "../../../sim/index.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import { limits } from "../rules/limits.ts";
import { doorbellFaults, fileFaults } from "../rules/named-files.ts";
import { unpriced } from "../rules/unpriced-mechanisms.ts";
import { tooLong } from "../rules/workload.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { PointInputs } from "../scenario/scenario.ts";
import { addressOf, type Settings } from "../scenario/schema.ts";
import { returnOf } from "./completion-path.ts";
import { backendOf, hostOf } from "./device.ts";
import { UnitOfSheet } from "./sheet-units.ts";
import { workloadOf, workOf } from "./workload.ts";

/** Builds the machine of one setting. Its faults are those of the settings together with the files that they name. */
export function machineFor(
  settings: Settings,
  inputs: Inputs,
  report: ReportFault,
): { inputs?: PointInputs; faults: Fault[] } {
  const named = [...fileFaults(settings, inputs, report), ...limits(settings, report)];
  const sheet = inputs.sheet(settings.costs)?.loaded;
  if (!sheet || named.length > 0) return { faults: named };
  const { workload } = settings.guest;
  const traced = workload.kind === "trace" ? tracedDoorbell(settings, workload.file, inputs) : null;
  const unit = new UnitOfSheet(sheet, report);
  const machine = machineOf(settings, { sheet, unit, arrivals: traced?.recorded.arrivals ?? [] });
  const faults = [
    ...(traced ? doorbellFaults(settings, traced, report) : []),
    ...unit.faults,
    ...unpriced(settings, sheet, report),
    ...tooLong(settings.run.requests, machine, report),
  ];
  if (faults.length > 0) return { faults };
  const files = [settings.costs, ...(workload.kind === "trace" ? [workload.file] : [])];
  return { inputs: { machine, sheet, trace: traced?.trace ?? null, files }, faults };
}

/** The trace and the stores to the guest's doorbell in it. The file is known to be a trace. */
function tracedDoorbell(settings: Settings, file: string, inputs: Inputs) {
  const { space, len } = settings.guest;
  const place = { space, address: addressOf(settings), len };
  return { trace: inputs.trace(file)!, recorded: inputs.doorbell(file, place)!, place };
}

function machineOf(
  settings: Settings,
  { sheet, unit, arrivals }: { sheet: LoadedSheet; unit: UnitOfSheet; arrivals: ArrayLike<number> },
): MachineSpec {
  const { guest } = settings;
  return {
    kernel: settings.kernel,
    deviceLimit: settings["device-limit"],
    costs: sheet.sheet,
    vcpus: guest.vcpus,
    workload: workloadOf(guest.workload, arrivals, unit),
    ...workOf(guest.work, unit),
    space: guest.space,
    address: addressOf(settings),
    len: guest.len,
    notify: settings.notify,
    regions: settings.regions,
    backend: backendOf(settings.backend, servicePrice(settings, sheet, unit), unit),
    bigLock: settings["big-lock"],
    ...hostOf(settings.host, unit),
    fastMmio: settings.host["fast-mmio"],
    ...returnOf(settings.return, unit),
    ...virtqueueOf(settings.virtqueue),
  };
}

function virtqueueOf(asked: Settings["virtqueue"]): Pick<MachineSpec, "virtqueue"> {
  if (!asked) return {};
  const { suppression, size } = asked;
  return { virtqueue: { suppression, ...(size !== undefined && { size }) } };
}

function servicePrice(settings: Settings, { sheet }: LoadedSheet, unit: UnitOfSheet): Price | undefined {
  const { service } = settings.backend;
  if (service === undefined) return settings.backend.kind === "counter" ? undefined : sheet.thread.service;
  return { kind: service.distribution, mean: unit.of(service.mean, ["backend", "service"]) };
}
