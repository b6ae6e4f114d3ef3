/** The ways of a doorbell through the machine model, each at a setting of a shipped scenario. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BackendKind, MachineSpec } from "../../sim/index.ts";
import { parseScenario } from "../experiment/load/parse-scenario.ts";
import { diskInputs } from "../host/files/disk-inputs.ts";
import { shippedScenarios } from "../host/files/locations.ts";

/** A path, where its machine comes from, and that machine. */
export interface MachinePath {
  readonly path: string;
  /** Scenario and point, and what was changed in it. */
  readonly origin: string;
  readonly machine: MachineSpec;
}

interface Place {
  readonly scenario: string;
  readonly point: string;
  /** Instead of the scenario's. */
  readonly backend?: BackendKind;
}

const places = {
  "counter, v7": { scenario: "doorbell-2009", point: "notify=iofd,guest.space=pio" },
  "counter, upstream": { scenario: "region-count", point: "kernel=upstream,regions.rung=uniform,regions.count=10" },
  "qemu, v7": { scenario: "doorbell-2009", point: "notify=qemu,guest.space=pio" },
  iothread: { scenario: "write-rate", point: "notify=iofd,guest.space=pio,guest.workload.rate=10.4k/s" },
  "qemu, upstream": { scenario: "write-rate", point: "notify=qemu,guest.space=pio,guest.workload.rate=10.4k/s" },
  "interrupted guest": { scenario: "iofd-loses", point: "notify=iofd,guest.workload.rate=27.9k/s" },
  vhost: { scenario: "write-rate", point: "notify=iofd,guest.space=pio,guest.workload.rate=10.4k/s", backend: "vhost" },
} satisfies Record<string, Place>;

export type MachinePathName = keyof typeof places;
export const machinePathNames = Object.keys(places) as MachinePathName[];

/** Reads the scenario; an error if it no longer has the point. */
export function machinePath(path: MachinePathName): MachinePath {
  const { scenario, point: id, backend }: Place = places[path];
  const file = join(shippedScenarios, `${scenario}.yaml`);
  const { points } = parseScenario(file, readFileSync(file, "utf8"), diskInputs(file));
  const found = points.find((point) => point.id === id);
  if (!found) throw new Error(`${scenario} has no point ${id}`);
  const { machine } = found.inputs;
  const origin = `${scenario}, ${id.replaceAll(",", ", ")}`;
  if (backend === undefined) return { path, origin, machine };
  return {
    path,
    origin: `${origin}, but a ${backend} worker`,
    machine: { ...machine, backend: { ...machine.backend, kind: backend } },
  };
}
