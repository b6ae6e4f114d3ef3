/** Paths of a doorbell through the machine model. Each is a point of a shipped scenario. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BackendKind, MachineSpec } from "../../sim/index.ts";
import { parseScenario } from "../experiment/load/parse-scenario.ts";
import { diskInputs } from "../host/files/disk-inputs.ts";
import { shippedScenarios } from "../host/files/locations.ts";

export interface MachinePath {
  readonly path: string;
  /** For the reader: scenario, point, and the change to the point if any. */
  readonly origin: string;
  readonly machine: MachineSpec;
}

interface PathSetting {
  readonly scenario: string;
  readonly point: string;
  /** Replaces the backend kind of the scenario. */
  readonly backend?: BackendKind;
}

const settings = {
  "counter, v7": { scenario: "doorbell-2009", point: "notify=iofd,guest.space=pio" },
  "counter, upstream": { scenario: "region-count", point: "kernel=upstream,regions.choice=uniform,regions.count=10" },
  "qemu, v7": { scenario: "doorbell-2009", point: "notify=qemu,guest.space=pio" },
  iothread: { scenario: "write-rate", point: "notify=iofd,guest.space=pio,guest.workload.rate=10.4k/s" },
  "qemu, upstream": { scenario: "write-rate", point: "notify=qemu,guest.space=pio,guest.workload.rate=10.4k/s" },
  "interrupted guest": { scenario: "iofd-loses", point: "notify=iofd,guest.workload.rate=27.9k/s" },
  vhost: { scenario: "write-rate", point: "notify=iofd,guest.space=pio,guest.workload.rate=10.4k/s", backend: "vhost" },
} satisfies Record<string, PathSetting>;

export type MachinePathName = keyof typeof settings;
export const machinePathNames = Object.keys(settings) as MachinePathName[];

/** Reads the scenario. Throws if it does not have the point. */
export function machinePath(path: MachinePathName): MachinePath {
  const { scenario, point: id, backend }: PathSetting = settings[path];
  const file = join(shippedScenarios, `${scenario}.yaml`);
  const { points } = parseScenario(file, readFileSync(file, "utf8"), diskInputs(file));
  const found = points.find((point) => point.id === id);
  if (!found) throw new Error(`scenario ${scenario} has no point ${id}: mend the settings of path ${path}`);
  const { machine } = found.inputs;
  const origin = `${scenario}, ${id.replaceAll(",", ", ")}`;
  if (backend === undefined) return { path, origin, machine };
  return {
    path,
    origin: `${origin}, but a ${backend} worker`,
    machine: { ...machine, backend: { ...machine.backend, kind: backend } },
  };
}
