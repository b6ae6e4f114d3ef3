/** From checked settings and the files they name to the machine that the simulator runs. */

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

/** Makes the machine of one setting; faults are those that the settings only have together with what they name. */
export function machineFor(
  settings: Settings,
  inputs: Inputs,
  complain: ReportFault,
): { inputs?: PointInputs; faults: Fault[] } {
  const faults = [...fileFaults(settings, inputs, complain), ...limits(settings, complain)];
  const sheet = inputs.sheet(settings.costs)?.loaded;
  if (!sheet || faults.length > 0) return { faults };
  const { workload: asked } = settings.guest;
  const trace = asked.kind === "trace" ? inputs.trace(asked.file) : null;
  const { space, len } = settings.guest;
  const place = { space, address: addressOf(settings), len };
  const recorded = asked.kind === "trace" ? inputs.doorbell(asked.file, place) : null;
  if (trace && recorded) faults.push(...doorbellFaults(settings, { trace, recorded, place }, complain));
  const unit = new UnitOfSheet(sheet, complain);
  const service = servicePrice(settings, sheet, unit);
  const workload = workloadOf(asked, recorded?.arrivals ?? [], unit);
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

/** The model's virtqueue, if there is one. */
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
