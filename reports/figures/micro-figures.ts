/** Charts of microbenchmarks. */

import type { MicroRow, NativeRow } from "../../bench/experiment/result/measurement.ts";
import { type LinePoint, lineChart } from "../charts/lines.ts";
import type { Spec } from "../charts/theme.ts";
import { digits } from "../findings/format.ts";
import type { Figure } from "./figure.ts";

/** The measured cost of the real code against its size. */
export function microFigures(rows: readonly MicroRow[], native: readonly NativeRow[]): Figure[] {
  const bus = rows.filter((row) => row.suite === "bus");
  return [
    ...searchFigures(bus.filter((row) => row.comparisons !== undefined)),
    ...registrationFigures(bus.filter((row) => row.name.endsWith("deassign"))),
    ...holdFigures(native.filter((row) => row.name.startsWith("HOLD"))),
  ];
}

function searchFigures(rows: readonly MicroRow[]): Figure[] {
  if (rows.length === 0) return [];
  const counted = rows.map((row) => pointOf(row, row.comparisons!, `${digits(row.comparisons!)} comparisons`));
  return [
    {
      caption:
        "The same search code, timed on this machine: ns of one IoBus.write to a random doorbell. The band is from the 10th to the 90th percentile.",
      spec: timeChart(rows, "ns a write"),
    },
    {
      caption: "Comparisons of those searches. The model charges for them.",
      spec: logChart({ x: regions, y: "comparisons a search" }, counted),
    },
  ];
}

function registrationFigures(rows: readonly MicroRow[]): Figure[] {
  if (rows.length === 0) return [];
  const caption = "Assign and deassign of one region, against the number of regions registered already.";
  return [{ caption, spec: timeChart(rows, "ns a pair") }];
}

function holdFigures(rows: readonly NativeRow[]): Figure[] {
  if (rows.length === 0) return [];
  const caption =
    "The engine in HOLD: each event schedules the next. ns an event, against the number of pending events.";
  return [{ caption, spec: logChart({ x: "pending events", y: "ns an event" }, rows.flatMap(holdPoints)) }];
}

/** Our point, and beside HOLD with handlers the same in C++. */
function holdPoints({ name, size, ours, native }: NativeRow): LinePoint[] {
  const point = (series: string, y: number): LinePoint => {
    return { x: size, y, low: y, high: y, series, text: `${series}, ${digits(size)} pending: ${digits(y)} ns` };
  };
  const beside = name === "HOLD, handlers" && native !== null ? [point("C++, std::priority_queue", native)] : [];
  return [point(name, ours), ...beside];
}

const regions = "registered regions";

function timeChart(rows: readonly MicroRow[], y: string): Spec {
  const points = rows.map((row) => ({
    ...pointOf(row, row.median, `${digits(row.median)} ns`),
    low: row.low,
    high: row.high,
  }));
  return logChart({ x: regions, y }, points);
}

function pointOf(row: MicroRow, y: number, text: string): LinePoint {
  return { x: row.size, y, low: y, high: y, series: row.name, text: `${row.name} at ${row.size}: ${text}` };
}

function logChart(titles: { x: string; y: string }, points: readonly LinePoint[]): Spec {
  return lineChart({ x: { title: titles.x, log: true }, y: { title: titles.y, log: true }, points });
}
