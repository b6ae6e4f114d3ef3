/** Translates `backend` and `host` of a scenario for the model. */

import type { BackendSpec, MachineSpec, Price } from "../../../sim/index.ts";
import type { Settings } from "../scenario/schema.ts";
import type { UnitOfSheet } from "./sheet-units.ts";

export function backendOf(asked: Settings["backend"], service: Price | undefined, unit: UnitOfSheet): BackendSpec {
  const { kind, count, handler, poll } = asked;
  const max = poll && poll.kind !== "none" ? unit.fixed(poll.max, ["backend", "poll", "max"]) : 0;
  return { kind, service, count, handler, ...(poll && poll.kind !== "none" && { poll: { kind: poll.kind, max } }) };
}

/** The machine's host; empty where each thread has its own CPU. */
export function hostOf(asked: Settings["host"], unit: UnitOfSheet): Pick<MachineSpec, "host"> {
  const { cpus, slice, pin } = asked;
  if (cpus === undefined) return {};
  const granularity = unit.of(asked["wakeup-granularity"], ["host", "wakeup-granularity"]);
  return { host: { cpus, slice: unit.fixed(slice, ["host", "slice"]), granularity, pin } };
}
