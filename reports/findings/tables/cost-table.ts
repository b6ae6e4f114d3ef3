import type { CostNumber } from "../../../bench/experiment/result/cost-number.ts";
import type { SheetRecord } from "../../../bench/experiment/result/result.ts";
import { formatTime } from "../format.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** Every number of a cost sheet with its range, kind and source. */
export function costTable({ name: sheet, hardware, mitigations, timeUnit, cells, numbers }: SheetRecord): TitledTable {
  const time = (value: number) => formatTime(value, timeUnit);
  const columns = [
    textColumn<CostNumber>("cost", ({ name }) => name),
    numberColumn<CostNumber>("value", ({ value }) => time(value)),
    textColumn<CostNumber>("range", ({ range }) =>
      range ? `${time(range.low)} to ${time(range.high)}, ${range.basis}` : "",
    ),
    textColumn<CostNumber>("kind", ({ kind, flags }) => [kind, ...flags].join(", ")),
    textColumn<CostNumber>("source", ({ source }) => source),
  ];
  const note = `Hardware: ${hardware}. Mitigations: ${mitigations}. Prices are constant and leave no sampling error. More replications do not show an error in a price. The ranges say how far each price may be off.`;
  return {
    title: `Cost sheet ${sheet}: the source of every number`,
    note,
    table: tableOf(columns, [...cells, ...numbers]),
  };
}
