/** What a cost sheet can tell. */

import { type CostSheet, mechanisms, type Notify } from "../../../sim/spec.ts";

/** Whether the sheet prices the parts of an exit, and not only whole round trips. */
export function knowsParts(sheet: CostSheet): boolean {
  return sheet.stages.residual === undefined;
}

/** Whether it is known when, inside such a doorbell, the backend is told: an unsplit hop hides it from the VMM's. */
export function knowsInstants(sheet: CostSheet, notify: Notify): boolean {
  return knowsParts(sheet) && (mechanisms[notify].registers !== "nothing" || sheet.stages.hop === undefined);
}
