import type { Result } from "../../../bench/experiment/result/result.ts";
import type { ValidatedCell, Validation } from "../../../bench/experiment/result/validation.ts";
import { cellNameOf, errorOf, halfWidthOf, shownIn, verdictOf } from "../validation.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** Published figures beside simulated ones, with their sources. */
export function validationTable(result: Result, validation: Validation): TitledTable {
  const columns = [
    textColumn<ValidatedCell>("cell", (cell) => cellNameOf(result, validation, cell)),
    textColumn<ValidatedCell>("metric", metricText),
    numberColumn<ValidatedCell>("published", (cell) => shownIn(cell, cell.published)),
    numberColumn<ValidatedCell>("simulated", simulatedText),
    numberColumn<ValidatedCell>("error", errorOf),
    textColumn<ValidatedCell>("role", roleText),
    textColumn<ValidatedCell>("source", ({ source }) => source),
  ];
  const title = `${validation.of} against published figures: ${verdictOf(validation)}`;
  return { title, note: "", table: tableOf(columns, validation.cells) };
}

function metricText({ metric, statistic }: ValidatedCell): string {
  return statistic === "mean" ? metric : `${metric} ${statistic}`;
}

function simulatedText(cell: ValidatedCell): string {
  const value = shownIn(cell, cell.simulated);
  return cell.interval === null ? value : `${value} ± ${halfWidthOf(cell, cell.interval)}`;
}

function roleText({ role, kind, flags }: ValidatedCell): string {
  return kind === "published" ? role : `${role} (${[kind, ...flags].join(", ")})`;
}
