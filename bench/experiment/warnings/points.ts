/** Helpers of warnings that concern points. */

import { capabilities, type Kernel, type StepCost } from "../../../sim/index.ts";
import type { SweepPoint } from "../scenario/scenario.ts";

/** The price of one step of a kernel's bus search. */
export function stepOf(kernel: Kernel): StepCost {
  return `bus-${capabilities(kernel).step}-step`;
}

/** The points that a warning concerns. */
export const ids = (points: readonly SweepPoint[]) => points.map((point) => point.id);
