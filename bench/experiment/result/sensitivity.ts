/** How much of an answer is the cost sheet's. */

import type { CostNumber } from "./cost-number.ts";

/** What is taken away: times against the baseline, or in the sheet's unit where there is none. */
export const headlineMetrics = ["rtt", "response", "notify", "cpu"] as const;
export type HeadlineMetric = (typeof headlineMetrics)[number];

/** One number of a sheet, and the headline when it alone is as low and as high as it may be; null: no steady state then. */
export interface Swing {
  readonly sheet: string;
  readonly number: string;
  readonly kind: CostNumber["kind"];
  readonly flags: CostNumber["flags"];
  readonly basis: "stated" | "assumed";
  readonly low: number | null;
  readonly high: number | null;
}

/** One headline under the sheet's own numbers and under varied ones, all in the shortened run. */
export interface Headline {
  readonly point: string;
  /** Null where the scenario compares nothing: the values are then times. */
  readonly baseline: string | null;
  readonly metric: HeadlineMetric;
  readonly value: number;
  /** Where nine in ten of the sampled sheets lie. */
  readonly low: number;
  readonly high: number;
  /** Sampled sheets under which there is no steady state; the interval is that of the others. */
  readonly unsteady: number;
  /** The numbers it depends on, the strongest first; those that do not move it are left out. */
  readonly swings: readonly Swing[];
}

/** The sheet's uncertainty, beside that of the replications. */
export interface Sensitivity {
  /** Sheets sampled, and requests counted under each. */
  readonly samples: number;
  readonly requests: number;
  readonly headlines: readonly Headline[];
}
