import type { Point } from "../../bench/experiment/result/result.ts";

/** How a point relates to published figures, in a word: `fitted`, `predicted`. Empty where it is only modelled. */
export function fitStatusOf({ fitStatus }: Point): string {
  return fitStatus === "modelled" ? "" : fitStatus;
}
