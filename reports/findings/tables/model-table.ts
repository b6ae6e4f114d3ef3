import type { Measurement, ModelRow } from "../../../bench/experiment/result/measurement.ts";
import { digits, formatPerSecond } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

const nanoseconds = 1e9; // a second

/** The speed of the machine model; null where it was not timed. */
export function modelTable({ model }: Measurement): TitledTable | null {
  if (!model || model.length === 0) return null;
  const columns = [
    textColumn<ModelRow>("path", ({ path }) => path),
    numberColumn<ModelRow>("a doorbell", ({ doorbell }) => `${digits(doorbell)} ns`),
    numberColumn<ModelRow>("speed", ({ doorbell }) => formatPerSecond(nanoseconds / doorbell)),
    numberColumn<ModelRow>("events each", ({ events }) => digits(events)),
    numberColumn<ModelRow>("events", ({ events, doorbell }) => formatPerSecond((events * nanoseconds) / doorbell)),
    numberColumn<ModelRow>("HOLD", ({ hold }) => formatPerSecond(nanoseconds / hold)),
    numberColumn<ModelRow>("share", ({ share }) => `${digits(100 * share)} %`),
    textColumn<ModelRow>("machine of", ({ origin, doorbells }) => `${origin}; ${digits(doorbells)} doorbells`),
  ];
  const note =
    "Medians of runs of whole machines on one thread. They take turns with the engine’s HOLD (16 processes, fingerprint on); each run has a thread of its own. The share is the model’s events a second over HOLD’s. The rest of the time goes into the model’s own work at each event.";
  return { title: "Speed of the machine model", note, table: tableOf(columns, model) };
}
