import type { Estimate } from "./estimate.ts";

/** The mean wait in queue as simulated, beside what queueing theory says. */
export interface SelfCheck {
  readonly what: string;
  readonly simulated: Estimate;
  readonly theory: number;
  readonly passed: boolean;
}
