/** A measurement as a part of a page: what was timed, where and when. */

import type { Measurement } from "../../bench/experiment/result/measurement.ts";
import { microFigures } from "../figures/micro-figures.ts";
import { digits, formatPerSecond } from "../findings/format.ts";
import { details, escapeHtml, htmlTable } from "./html.ts";
import type { Section } from "./page.ts";
import { modelTable } from "./tables/model-table.ts";
import { peersTable } from "./tables/peers-table.ts";
import { queueTable } from "./tables/queue-table.ts";

export function measurementSection(measurement: Measurement): Section {
  const { machine, micro, runs } = measurement;
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}${machine.v8 ? ` with ${machine.v8}` : ""}; ${measurement.date}; iofd ${measurement.iofd}`;
  const note =
    "Everything here was measured on this machine and will differ on another; compare ratios. It prices nothing in the simulations.";
  return {
    id: "measured-here",
    title: "Measured here",
    lead: `<p class="question">What does the real code cost, the same code that the simulations run in their hot path?</p><p class="note">${escapeHtml(where)}. ${note}</p>`,
    figures: microFigures(micro, measurement.native),
    rest:
      runTable(runs, measurement.workers) +
      peersTable(measurement) +
      nativeTable(measurement) +
      queueTable(measurement) +
      modelTable(measurement) +
      coldStartNote(measurement) +
      allocationTable(measurement) +
      microTable(micro),
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

function nativeTable({ native, absent }: Measurement): string {
  const missing = absent.map((what) => `<p class="note">Absent here: ${escapeHtml(what)}.</p>`).join("");
  if (native.length === 0) return missing;
  const rows = native.map((row) => [
    row.suite,
    row.name,
    digits(row.size),
    `${digits(row.ours)} ns`,
    row.native === null ? "absent" : `${digits(row.native)} ns`,
    row.ratio === null ? "" : `${row.ratio.toFixed(2)}×`,
  ]);
  const head = ["suite", "operation", "size", "ours", "C++", "our speed"];
  const compilers = [...new Set(native.map((row) => `${row.suite} by ${row.compiler}`))].join(", ");
  const note = `<p class="note">Timed turn by turn, each of ours in a thread of its own; medians. Our speed is a share of the yardstick’s: 2× is twice as fast as C++. Compiled on the spot: ${escapeHtml(compilers)}.</p>`;
  return `<h3>Against the same in C++</h3>${note}${htmlTable(head, rows, [2, 3, 4, 5])}${missing}`;
}

function coldStartNote({ coldStart }: Measurement): string {
  if (!coldStart) return "";
  const { customers, beyond, node } = coldStart;
  return `<p class="note">A whole node process that simulates ${digits(customers)} customers of M/M/1 takes ${digits(beyond)} s of CPU beyond node’s own start, which takes ${digits(node)} s.</p>`;
}

function allocationTable({ allocation }: Measurement): string {
  if (allocation.length === 0) return "";
  const rows = allocation.map((row) => [row.name, row.bytes < 0.01 ? "0" : digits(row.bytes)]);
  return `<h3>Heap left behind by one operation</h3>${htmlTable(["operation", "bytes"], rows, [1])}`;
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
