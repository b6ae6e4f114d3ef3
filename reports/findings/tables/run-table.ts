import type { Measurement } from "../../../bench/experiment/result/measurement.ts";
import { digits, formatPerSecond } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

type Run = Measurement["runs"][number];

/** How fast the scenarios ran; null without a run. */
export function runTable({ runs, workers }: Measurement): TitledTable | null {
  if (runs.length === 0) return null;
  const columns = [
    textColumn<Run>("scenario", ({ name }) => name),
    numberColumn<Run>("took", ({ seconds }) => `${digits(seconds)} s`),
    numberColumn<Run>("events", ({ events }) => digits(events)),
    numberColumn<Run>("speed", ({ events, seconds }) => formatPerSecond(events / seconds)),
  ];
  const title = `Simulation speed, ${workers} ${workers === 1 ? "worker" : "workers"}`;
  return { title, note: "", table: tableOf(columns, runs) };
}
