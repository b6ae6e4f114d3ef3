import type { Measurement, PeerRow } from "../../../bench/experiment/result/measurement.ts";
import { digits, formatPerSecond } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** Rival engines beside ours; null where none was timed. */
export function peersTable({ peers }: Measurement): TitledTable | null {
  if (!peers) return null;
  const columns = [
    textColumn<PeerRow>("workload", ({ workload, size }) =>
      size === 0 ? workload : `${workload}, ${digits(size)} pending`,
    ),
    textColumn<PeerRow>("style", ({ style }) => style),
    textColumn<PeerRow>("engine", ({ engine, version }) => `${engine} ${version}`),
    numberColumn<PeerRow>("timed", ({ operations, unit }) => `${digits(operations)} ${unit}`),
    numberColumn<PeerRow>("rate", ({ rate }) => formatPerSecond(rate)),
    numberColumn<PeerRow>("all rounds", ({ low, high }) => `${formatPerSecond(low)} to ${formatPerSecond(high)}`),
    numberColumn<PeerRow>("iofd / this", ({ ratio }) => ratio.toFixed(2)),
  ];
  const note = `Medians of ${peers.rounds} rounds. Each engine runs our driver in a process of its own, and they take turns. The last column is our rate in the same style over this engine’s rate, the median over the rounds. All engines draw the same numbers. Start-up, draws and a warm-up are not timed. The final clock of HOLD, the mean wait of M/M/1 and the wake-ups of ping-pong are checked against values computed without any engine.`;
  return { title: "Discrete-event engines side by side", note, table: tableOf(columns, peers.rows) };
}
