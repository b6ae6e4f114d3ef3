/** A measurement as a part of a page: what was timed, where and when. */

import type { Measurement } from "../bench/result.ts";
import { microFigures } from "./figures.ts";
import { digits, formatPerSecond } from "./format.ts";
import { details, escapeHtml, htmlTable } from "./html.ts";
import type { Section } from "./page.ts";

export function measurementSection(measurement: Measurement): Section {
  const { machine, micro, runs } = measurement;
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}; ${measurement.date}; iofd ${measurement.iofd}`;
  const note =
    "Everything here was measured on this machine and will differ on another; compare ratios. It prices nothing in the simulations.";
  return {
    id: "measured-here",
    title: "Measured here",
    lead: `<p class="question">What does the real code cost, the same code that the simulations run in their hot path?</p><p class="note">${escapeHtml(where)}. ${note}</p>`,
    figures: microFigures(micro),
    rest: runTable(runs, measurement.workers) + microTable(micro),
  };
}

function runTable(runs: Measurement["runs"], workers: number): string {
  if (runs.length === 0) return "";
  const rows = runs.map(({ name, seconds, events }) => [
    name,
    `${digits(seconds)} s`,
    digits(events),
    formatPerSecond(events / seconds),
  ]);
  return `<h3>Simulation speed, ${workers} ${workers === 1 ? "worker" : "workers"}</h3>${htmlTable(["scenario", "took", "events", "speed"], rows, [1, 2, 3])}`;
}

function microTable(micro: Measurement["micro"]): string {
  if (micro.length === 0) return "";
  const rows = micro.map((row) => [
    row.suite,
    row.name,
    String(row.size),
    `${digits(row.median)} ns`,
    `${digits(row.low)} to ${digits(row.high)} ns`,
    String(row.samples),
  ]);
  return details(
    `All ${rows.length} microbenchmarks`,
    htmlTable(["suite", "operation", "size", "median", "10th to 90th percentile", "samples"], rows, [2, 3, 4, 5]),
  );
}
