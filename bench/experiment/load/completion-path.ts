/** Translates `return` of a scenario for the model. */

import type { MachineSpec } from "../../../sim/index.ts";
import type { Settings } from "../scenario/schema.ts";
import type { UnitOfSheet } from "./sheet-units.ts";

/** The machine's completion path; empty without one. */
export function returnOf(asked: Settings["return"], unit: UnitOfSheet): Pick<MachineSpec, "return"> {
  const { kind, trigger, delivery, "completion-doorbell": timing, budget } = asked;
  if (kind === "none") return {};
  const haltPoll = unit.fixed(asked["halt-poll"], ["return", "halt-poll"]);
  const doorbell = timing === "none" ? {} : { completionDoorbell: timing };
  return { return: { kind, trigger, delivery, haltPoll, ...doorbell, ...(budget !== undefined && { budget }) } };
}
