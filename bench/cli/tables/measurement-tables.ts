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
