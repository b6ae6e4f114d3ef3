/** Numbers as text, with three significant digits and their intervals. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";

export type TimeUnit = "ns" | "cycles";

/** A duration in its sheet's unit: `2.72 µs`, `1 762 cycles`. */
export function formatTime(value: number, unit: TimeUnit): string {
  if (unit === "cycles") return `${group(Math.round(value))} cycles`;
  const magnitude = Math.abs(value);
  if (magnitude >= 1e9) return `${three(value / 1e9)} s`;
  if (magnitude >= 1e6) return `${three(value / 1e6)} ms`;
  if (magnitude >= 1e3) return `${three(value / 1e3)} µs`;
  return `${three(value)} ns`;
}

/** A duration with its 95 % interval; the bare value where there is no sampling error. */
export function formatDuration(estimate: Estimate, unit: TimeUnit): string {
  if (estimate.sampling === "none") return formatTime(estimate.value, unit);
  const half = estimate.high - estimate.value;
  return `${formatTime(estimate.value, unit)} ± ${formatTime(half, unit)}`;
}

/** A ratio as a change: `-45.0 %`. */
export function formatChange(ratio: number): string {
  const percent = Number(((ratio - 1) * 100).toFixed(1));
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent).toFixed(1)} %`;
}

/** A ratio as a change with its 95 % interval; the bare change where there is no sampling error. */
function formatRatio(ratio: Estimate): string {
  if (ratio.sampling === "none") return formatChange(ratio.value);
  return `${formatChange(ratio.value)} (${formatChange(ratio.low)} to ${formatChange(ratio.high)})`;
}

/** How much a table says of an estimate. */
export interface Precision {
  time(estimate: Estimate, unit: TimeUnit): string;
  /** An estimated ratio, as a change. */
  change(ratio: Estimate): string;
}

/** Each value with its 95 % interval. */
export const withIntervals: Precision = { time: formatDuration, change: formatRatio };

/** Values without intervals: short enough for a terminal. */
export const valuesOnly: Precision = {
  time: ({ value }, unit) => formatTime(value, unit),
  change: ({ value }) => formatChange(value),
};

/** Events a second: `167k/s`. */
export function formatPerSecond(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6)}M/s`;
  if (value >= 1e3) return `${digits(value / 1e3)}k/s`;
  return `${digits(value)}/s`;
}

/** Three significant digits, zeros included: `5.00` shows the precision, `5` does not. */
function three(value: number): string {
  return value === 0 ? "0" : Math.abs(value) >= 999.5 ? digits(value) : value.toPrecision(3);
}

/** Three significant digits without trailing zeros; from 1000 on, all digits before the point. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? group(Math.round(value)) : String(rounded);
}

function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
