import { coldStartText } from "../../../reports/findings/cold-start.ts";
import { allocationTable } from "../../../reports/findings/tables/allocation-table.ts";
import { microTable } from "../../../reports/findings/tables/micro-table.ts";
import { modelTable } from "../../../reports/findings/tables/model-table.ts";
import { nativeTable } from "../../../reports/findings/tables/native-table.ts";
import { peersTable } from "../../../reports/findings/tables/peers-table.ts";
import { queueTable } from "../../../reports/findings/tables/queue-table.ts";
import { startUpTable } from "../../../reports/findings/tables/start-up-table.ts";
import type { Measurement } from "../../experiment/result/measurement.ts";
import { printTitled } from "./table.ts";

/** Everything that was measured, as tables on a terminal. */
export function measurementTables(measurement: Measurement): string {
  const parts = [
    printTitled(peersTable(measurement)),
    printTitled(microTable(measurement)),
    printTitled(nativeTable(measurement)),
    coldStartText(measurement),
    printTitled(startUpTable(measurement)),
    printTitled(allocationTable(measurement)),
    measurement.absent.map((what) => `absent: ${what}`).join("\n"),
    printTitled(queueTable(measurement)),
    printTitled(modelTable(measurement)),
  ];
  return parts.filter(Boolean).join("\n\n");
}

/** The few measured rows that a reader of the scenarios wants: the model's speed, and the start of the command. */
export function briefMeasurement(measurement: Measurement): string {
  const { micro, native, queue, allocation } = measurement;
  const left = micro.length + native.length + (queue?.length ?? 0) + allocation.length;
  const parts = [
    printTitled(modelTable(measurement)),
    printTitled(startUpTable(measurement)),
    `${left} rows of microbenchmarks are in the report.`,
    measurement.absent.map((what) => `absent: ${what}`).join("\n"),
  ];
  return parts.filter(Boolean).join("\n\n");
}
