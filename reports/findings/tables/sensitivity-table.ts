import type { Result } from "../../../bench/experiment/result/result.ts";
import type { Headline } from "../../../bench/experiment/result/sensitivity.ts";
import { digits } from "../format.ts";
import { headlineName, originOf, shown } from "../sensitivity.ts";
import { numberColumn, type TitledTable, tableOf, textColumn } from "./table.ts";

/** How far the cost sheet's own uncertainty moves each headline; null where it was not asked for. */
export function sensitivityTable(result: Result): TitledTable | null {
  const { sensitivity } = result;
  if (!sensitivity) return null;
  const columns = [
    textColumn<Headline>("point", (headline) => headlineName(result, headline)),
    textColumn<Headline>("metric", ({ metric }) => metric),
    numberColumn<Headline>("this sheet, in as short runs", (headline) => shown(result, headline, headline.value)),
    numberColumn<Headline>("nine in ten sheets", (headline) => {
      return `${shown(result, headline, headline.low)} to ${shown(result, headline, headline.high)}`;
    }),
    textColumn<Headline>("depends most on", strongest),
  ];
  const note = `The answer also depends on the cost sheet. The replications' interval does not show that. Each number of the sheet was varied over its range, all numbers together in ${sensitivity.samples} sheets of a Latin hypercube. The sheet states the range, or it is assumed by kind; the sheets below list it. Every sheet ran with the same random numbers and ${digits(sensitivity.requests)} requests.`;
  return { title: "Uncertainty of the cost sheet", note, table: tableOf(columns, sensitivity.headlines) };
}

const strongest = ({ swings }: Headline) =>
  swings
    .slice(0, 2)
    .map((swing) => `${swing.number} (${originOf(swing)})`)
    .join(", ");
