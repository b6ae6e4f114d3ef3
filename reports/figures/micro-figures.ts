/** Charts of microbenchmarks. */

import type { MicroRow, NativeRow } from "../../bench/experiment/result/measurement.ts";
import { type LinePoint, lineChart } from "../charts/lines.ts";
import type { Spec } from "../charts/theme.ts";
import { digits } from "../findings/format.ts";
import type { Figure } from "./figure.ts";

/** The measured cost of the real code against its size, one chart a suite. */
export function microFigures(rows: readonly MicroRow[], native: readonly NativeRow[]): Figure[] {
  const bus = rows.filter((row) => row.suite === "bus");
  const search = bus.filter((row) => row.comparisons !== undefined);
  const figures: Figure[] = [];
  if (search.length > 0) {
    figures.push({
      caption:
        "The same search code, timed on this machine: ns for one IoBus.write, random doorbells. The band is from the 10th to the 90th percentile.",
      spec: microChart(search, "ns a write"),
    });
    const counted = search.map((row) => point(row, row.comparisons!, `${digits(row.comparisons!)} comparisons`));
    figures.push({
      caption: "Comparisons of those searches: what the model charges for.",
      spec: logLines("comparisons a search", counted),
    });
  }
  const registration = bus.filter((row) => row.name.endsWith("deassign"));
  if (registration.length > 0)
    figures.push({
      caption: "Assign and deassign of one region, with so many registered already.",
      spec: microChart(registration, "ns a pair"),
    });
  const hold = native.filter((row) => row.name.startsWith("HOLD"));
  if (hold.length > 0) figures.push(holdFigure(hold));
  return figures;
}

function holdFigure(rows: readonly NativeRow[]): Figure {
  const points = rows.flatMap(({ name, size, ours, native }) => {
    const line = (series: string, y: number): LinePoint => ({
      x: size,
      y,
      low: y,
      high: y,
      series,
      text: `${series}, ${digits(size)} pending: ${digits(y)} ns`,
    });
    const yardstick = name === "HOLD, handlers" && native !== null ? [line("C++, std::priority_queue", native)] : [];
    return [line(name, ours), ...yardstick];
  });
  return {
    caption: "The engine in HOLD, each event scheduling the next: ns an event, by pending events.",
    spec: logLines("ns an event", points, "pending events"),
  };
}

function microChart(rows: readonly MicroRow[], title: string): Spec {
  const points = rows.map((row) => ({
    ...point(row, row.median, `${digits(row.median)} ns`),
    low: row.low,
    high: row.high,
  }));
  return logLines(title, points);
}

function point(row: MicroRow, y: number, text: string): LinePoint {
  return { x: row.size, y, low: y, high: y, series: row.name, text: `${row.name} at ${row.size}: ${text}` };
}

function logLines(title: string, points: readonly LinePoint[], x = "registered regions"): Spec {
  return lineChart({ x: { title: x, log: true }, y: { title, log: true }, points });
}
