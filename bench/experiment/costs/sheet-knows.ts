/** Asks how much detail a cost sheet has. */

import { type CostSheet, mechanisms, type Notify } from "../../../sim/spec.ts";

/** Whether the sheet prices the parts of an exit, and not only whole round trips. */
export function knowsParts(sheet: CostSheet): boolean {
  return sheet.stages.residual === undefined;
}

/** Whether the instant of the signal within a doorbell is known. A hop given as a whole hides that of an exit to the VMM. */
export function knowsInstants(sheet: CostSheet, notify: Notify): boolean {
  return knowsParts(sheet) && (mechanisms[notify].registers !== "nothing" || sheet.stages.hop === undefined);
}
