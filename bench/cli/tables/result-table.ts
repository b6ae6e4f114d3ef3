import { valuesOnly } from "../../../reports/findings/format.ts";
import { shortPointTable } from "../../../reports/findings/tables/point-table.ts";
import { sensitivityTable } from "../../../reports/findings/tables/sensitivity-table.ts";
import type { TitledTable } from "../../../reports/findings/tables/table.ts";
import { validationTable } from "../../../reports/findings/tables/validation-table.ts";
import type { Result } from "../../experiment/result/result.ts";
import type { Validation } from "../../experiment/result/validation.ts";
import type { Warning } from "../../experiment/result/warning.ts";
import { printTable, printTitled } from "./table.ts";

/** A result on a terminal: question, points, published figures, the sheet's uncertainty, warnings. */
export function resultTable(result: Result): string {
  const parts = [
    `${result.name}: ${result.question}`,
    printTable(shortPointTable(result, valuesOnly)),
    ...result.validations.map((validation) => printTitled(withoutSources(result, validation))),
    printTitled(sensitivityTable(result)),
    result.warnings.map((warning) => warningLine(result, warning)).join("\n"),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** The sources are long; the report has them. */
function withoutSources(result: Result, validation: Validation): TitledTable {
  const { table, ...titled } = validationTable(result, validation);
  const kept = (texts: readonly string[]) => texts.slice(0, -1);
  return { ...titled, table: { ...table, head: kept(table.head), rows: table.rows.map(kept) } };
}

/** More points than this are counted, not named. */
const mostNamed = 4;

/** A warning as one line, with the points that it concerns unless it concerns all. */
export function warningLine({ points: all }: Result, { message, points }: Warning): string {
  if (points.length === 0 || points.length === all.length) return `warning: ${message}`;
  return `warning: ${message} (${points.length > mostNamed ? `${points.length} of ${all.length} points` : points.join("; ")})`;
}
