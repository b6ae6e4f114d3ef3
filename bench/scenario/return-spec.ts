/** The way back to the guest: from the scenario's words to the model's. */

import type { MachineSpec } from "../../sim/index.ts";
import type { Fault } from "../fault.ts";
import type { Settings } from "./schema.ts";
import type { Complain, UnitOfSheet } from "./unit-of-sheet.ts";

/** The model's way back, if there is one. */
export function returnOf(asked: Settings["return"], unit: UnitOfSheet): Pick<MachineSpec, "return"> {
  if (asked.kind === "none") return {};
  const haltPoll = unit.of(asked["halt-poll"], ["return", "halt-poll"]);
  const rung = asked["completion-doorbell"];
  const doorbell = rung === "none" ? {} : { completionDoorbell: rung };
  return { return: { kind: asked.kind, delivery: asked.delivery, haltPoll, ...doorbell } };
}

/** What needs a way back and has none, and answers that nobody gives. */
export function returnFaults(settings: Settings, complain: Complain): Fault[] {
  const { guest, return: back, backend, notify } = settings;
  const faults: Fault[] = [];
  if (back.kind === "none") {
    const message = "no interrupt brings answers to the guest, and so it works on none; set return.kind";
    return guest.work.answer ? [complain(["guest", "work", "answer"], message)] : [];
  }
  if (backend.kind === "counter" && notify === "iofd") {
    faults.push(complain(["return", "kind"], "an in-kernel counter answers nothing; use another backend.kind"));
  }
  return faults;
}
