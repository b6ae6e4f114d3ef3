/** Translates `guest` of a scenario for the model. */

import type { GuestWork, MachineSpec, Price, Workload } from "../../../sim/index.ts";
import type { Settings } from "../scenario/schema.ts";
import type { UnitOfSheet } from "./sheet-units.ts";

/** The machine's workload; `recorded` holds the arrivals of a trace, in ns from the first. */
export function workloadOf(
  asked: Settings["guest"]["workload"],
  recorded: ArrayLike<number>,
  unit: UnitOfSheet,
): Workload {
  const at = (key: string) => ["guest", "workload", key];
  if (asked.kind === "trace") return { kind: "trace", arrivals: recorded };
  if (asked.kind === "on-off") return { ...asked, on: unit.of(asked.on, at("on")), off: unit.of(asked.off, at("off")) };
  if (asked.kind !== "closed") return asked;
  const mean = asked.think ? unit.of(asked.think.mean, at("think")) : 0;
  const think = { kind: asked.think?.distribution ?? "constant", mean };
  return { kind: "closed", think, batch: asked.batch, ...(asked.depth !== undefined && { depth: asked.depth }) };
}

/** The guest's work on each request; empty without any. */
export function workOf(asked: Settings["guest"]["work"], unit: UnitOfSheet): Pick<MachineSpec, "work"> {
  const of = (part: keyof GuestWork): Price | undefined => {
    const { mean, distribution } = asked[part] ?? {};
    return mean && { kind: distribution ?? "constant", mean: unit.of(mean, ["guest", "work", part]) };
  };
  const work: GuestWork = { submit: of("submit"), answer: of("answer") };
  return work.submit || work.answer ? { work } : {};
}
