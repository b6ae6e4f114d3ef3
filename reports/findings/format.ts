/** Numbers as a reader of the field would write them, with the interval that they deserve. */

import type { Estimate } from "../../bench/experiment/result/estimate.ts";

export type TimeUnit = "ns" | "cycles";

/** A duration in its sheet's unit: `2.72 us`, `1762 cycles`. */
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

/** Events a second: `167k/s`. */
export function formatPerSecond(value: number): string {
  if (value >= 1e6) return `${digits(value / 1e6)}M/s`;
  if (value >= 1e3) return `${digits(value / 1e3)}k/s`;
  return `${digits(value)}/s`;
}

/** Three significant digits, zeros included: 5.00 was measured, 5 might have been guessed. */
function three(value: number): string {
  return value === 0 ? "0" : Math.abs(value) >= 999.5 ? digits(value) : value.toPrecision(3);
}

/** Three significant digits without trailing zeros, or all digits before the point. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? group(Math.round(value)) : String(rounded);
}

function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
