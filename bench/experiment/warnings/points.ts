/** What warnings say of points. */

import type { StepCost } from "../../../sim/index.ts";
import type { SweepPoint } from "../scenario/scenario.ts";

/** Which price a kernel's search has. */
export function stepOf(kernel: string): StepCost {
  if (kernel === "upstream") return "bus-bsearch-step";
  return kernel === "ideal" ? "bus-hash-step" : "bus-linear-step";
}

/** The points that a warning concerns. */
export const ids = (points: readonly SweepPoint[]) => points.map((point) => point.id);
