/** Published figures beside simulated ones. */

import type { CostNumber } from "./cost-number.ts";
import { type Metric, metrics, type Statistic } from "./metrics.ts";

/** What a point can be held against, and what it is counted in. */
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

/** The metric of a doorbell that a figure is of; null where it is of something else, such as a rate. */
export function metricOf(validated: ValidatedMetric): Metric | null {
  if (validated === "issue-delay") return "issueDelay";
  return metrics.find((metric) => metric === validated) ?? null;
}

/** A published figure, in its point's time unit, a second or as a factor, and the point that it is held against. */
export interface PublishedFigure extends Pick<CostNumber, "kind" | "flags" | "source"> {
  readonly point: string;
  /** The point that the figure is a ratio to; null where it is a figure of its own. */
  readonly over: string | null;
  readonly metric: ValidatedMetric;
  readonly statistic: Statistic;
  readonly published: number;
  readonly role: "fitted" | "held-out";
}

/** One published figure and what the run says. */
export interface ValidatedCell extends PublishedFigure {
  /** "times": a ratio of two points. */
  readonly unit: "ns" | "cycles" | "/s" | "a doorbell" | "times";
  /** Null where the run has no such figure: no steady state, or not known to its cost sheet. */
  readonly simulated: number | null;
  /** Its 95 % interval; null where every replication says the same. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** `simulated / published - 1`. */
  readonly error: number | null;
}

/** Cells that belong together, and what was free to be fitted to them. */
export interface Validation {
  /** The cost sheet or the scenario that gives them. */
  readonly of: string;
  readonly parameters: readonly string[];
  readonly cells: readonly ValidatedCell[];
}
