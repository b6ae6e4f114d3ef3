/** The effect of the cost sheet's uncertainty on the headlines. */

import type { CostNumber } from "./cost-number.ts";

/** Metrics of headlines: ratios to the baseline, or in the sheet's unit without one. */
export const headlineMetrics = ["rtt", "response", "notify", "cpu"] as const;
export type HeadlineMetric = (typeof headlineMetrics)[number];

/** The headline when one number alone is at its lowest and at its highest; null: no steady state. */
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
  /** The interval of the middle nine in ten sampled sheets. */
  readonly low: number;
  readonly high: number;
  /** Sampled sheets without a steady state; the interval leaves them out. */
  readonly unsteady: number;
  /** The numbers that move it, the strongest first. */
  readonly swings: readonly Swing[];
}

export interface Sensitivity {
  /** Sheets sampled, and requests counted under each. */
  readonly samples: number;
  readonly requests: number;
  readonly headlines: readonly Headline[];
}
