/** Tables on a terminal. */

import CliTable from "cli-table3";
import type { Table, TitledTable } from "../../../reports/findings/tables/table.ts";

const frameParts = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
];

/** The columns are two spaces apart, and nothing else frames them. */
const frameless = { ...Object.fromEntries(frameParts.map((part) => [part, ""])), middle: "  " };

/** A table as lines of text, numbers aligned right. */
export function printTable({ head, rows, numeric }: Table): string {
  const shown = new CliTable({
    head: [...head],
    chars: frameless,
    colAligns: head.map((_, column) => (numeric.includes(column) ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  shown.push(...rows.map((row) => [...row]));
  return shown.toString();
}

/** A table under its title and note; empty for null. */
export function printTitled(titled: TitledTable | null): string {
  if (titled === null) return "";
  const { title, note, table } = titled;
  return [note === "" ? title : `${title}\n${note}`, printTable(table)].join("\n\n");
}
