import type { Estimate } from "./estimate.ts";

/** The simulated mean wait in queue, and that of queueing theory. */
export interface SelfCheck {
  readonly what: string;
  readonly simulated: Estimate;
  readonly theory: number;
  readonly passed: boolean;
}
