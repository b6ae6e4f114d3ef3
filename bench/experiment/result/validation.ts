/** Published figures beside simulated ones. */

import type { CostNumber } from "./cost-number.ts";
import { type Metric, metrics, type Statistic } from "./metrics.ts";

/** The quantities that a published figure may give, and their units. */
export const validatedMetrics = {
  rtt: "duration",
  "issue-delay": "duration",
  response: "duration",
  notify: "duration",
  completion: "duration",
  cpu: "duration",
  throughput: "rate",
  kicks: "rate",
  interrupts: "rate",
  "userspace-exits": "rate",
  wakeups: "number",
} as const;
export type ValidatedMetric = keyof typeof validatedMetrics;

/** The metric of a point under that name; null for other quantities, such as rates. */
export function metricOf(validated: ValidatedMetric): Metric | null {
  if (validated === "issue-delay") return "issueDelay";
  return metrics.find((metric) => metric === validated) ?? null;
}

/** A published figure and its point. The figure is in the point's time unit, a second, or a factor. */
export interface PublishedFigure extends Pick<CostNumber, "kind" | "flags" | "source"> {
  readonly point: string;
  /** The point in the denominator; null where the figure is no ratio. */
  readonly over: string | null;
  readonly metric: ValidatedMetric;
  readonly statistic: Statistic;
  readonly published: number;
  readonly role: "fitted" | "held-out";
}

/** One published figure and the simulated one. */
export interface ValidatedCell extends PublishedFigure {
  /** "times": a ratio of two points. */
  readonly unit: "ns" | "cycles" | "/s" | "a doorbell" | "times";
  /** Null without a steady state, or where the cost sheet does not know it. */
  readonly simulated: number | null;
  /** The 95 % interval; null where all replications agree. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** `simulated / published - 1`. */
  readonly error: number | null;
}

/** Cells that belong together, and the parameters that were fitted to them. */
export interface Validation {
  /** The cost sheet or the scenario that gives them. */
  readonly of: string;
  readonly parameters: readonly string[];
  readonly cells: readonly ValidatedCell[];
}
