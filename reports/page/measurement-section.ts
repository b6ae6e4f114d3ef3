/** A measurement as a part of a page: what was timed, where and when. */

import type { Measurement } from "../../bench/experiment/result/measurement.ts";
import { microFigures } from "../figures/micro-figures.ts";
import { coldStartText } from "../findings/cold-start.ts";
import { allocationTable } from "../findings/tables/allocation-table.ts";
import { microTable } from "../findings/tables/micro-table.ts";
import { modelTable } from "../findings/tables/model-table.ts";
import { nativeTable } from "../findings/tables/native-table.ts";
import { peersTable } from "../findings/tables/peers-table.ts";
import { queueTable } from "../findings/tables/queue-table.ts";
import { runTable } from "../findings/tables/run-table.ts";
import { startUpTable } from "../findings/tables/start-up-table.ts";
import { foldedTable, headedTable, html, noteOf } from "./html.ts";
import type { Section } from "./page.ts";

export function measurementSection(measurement: Measurement): Section {
  return {
    id: "measured-here",
    title: "Measured here",
    lead: html`<p class="question">What does the real code cost? The simulations run the same code in their hot path.</p>
<p class="note">${placeOf(measurement)}. All numbers here were measured on this machine. Another machine gives others; compare ratios. The simulations do not use these numbers as prices.</p>`,
    figures: microFigures(measurement.micro, measurement.native),
    rest: html`
${headedTable(runTable(measurement))}
${headedTable(peersTable(measurement))}
${headedTable(nativeTable(measurement))}
${measurement.absent.map((what) => noteOf(`Absent here: ${what}.`))}
${headedTable(queueTable(measurement))}
${headedTable(modelTable(measurement))}
${noteOf(coldStartText(measurement))}
${headedTable(startUpTable(measurement))}
${headedTable(allocationTable(measurement))}
${foldedTable(microTable(measurement), "closed")}`,
  };
}

/** The machine, the day and the version. */
function placeOf({ machine, date, iofd }: Measurement): string {
  const options = machine.v8 ? ` with ${machine.v8}` : "";
  return `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}${options}; ${date}; iofd ${iofd}`;
}
