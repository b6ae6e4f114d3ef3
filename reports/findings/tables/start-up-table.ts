import type { Measurement, StartUp } from "../../../bench/experiment/result/measurement.ts";
import { digits } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

type Row = StartUp["commands"][number];

/** The CPU time that the command takes to start and answer; null where it was not timed. */
export function startUpTable({ startUp }: Measurement): TitledTable | null {
  if (!startUp) return null;
  const columns = [
    textColumn<Row>("command", ({ command }) => command),
    numberColumn<Row>("CPU time", ({ cpu }) => seconds(cpu)),
    numberColumn<Row>("against node", ({ ratio }) => `${ratio.toFixed(2)}×`),
  ];
  const bare = { command: "node, doing nothing", cpu: startUp.node, ratio: 1 };
  const note = "User and system time of a whole process. Medians; the processes take turns.";
  return { title: "Start-up of the command", note, table: tableOf(columns, [bare, ...startUp.commands]) };
}

const seconds = (value: number) => `${digits(value)} s`;
