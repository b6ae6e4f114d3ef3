/** The device and its way back: from the scenario's words to the model's. */

import type { BackendSpec, MachineSpec, Price } from "../../sim/index.ts";
import type { Settings } from "./schema.ts";
import type { UnitOfSheet } from "./unit-of-sheet.ts";

/** The model's backend. */
export function backendOf(asked: Settings["backend"], service: Price | undefined, unit: UnitOfSheet): BackendSpec {
  const { kind, count, handler, poll } = asked;
  const max = poll && poll.kind !== "none" ? unit.of(poll.max, ["backend", "poll", "max"]) : 0;
  return { kind, service, count, handler, ...(poll && poll.kind !== "none" && { poll: { kind: poll.kind, max } }) };
}

/** The model's way back, if there is one. */
export function returnOf(asked: Settings["return"], unit: UnitOfSheet): Pick<MachineSpec, "return"> {
  if (asked.kind === "none") return {};
  const haltPoll = unit.of(asked["halt-poll"], ["return", "halt-poll"]);
  return { return: { kind: asked.kind, delivery: asked.delivery, haltPoll } };
}
