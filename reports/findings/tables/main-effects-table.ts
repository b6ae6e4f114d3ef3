import type { Result } from "../../../bench/experiment/result/result.ts";
import { formatChange } from "../format.ts";
import { type Change, changesFrom, startsOf } from "../main-effects.ts";
import type { TitledTable } from "./table.ts";

/** One row a value of each setting: the time of a request after this change alone. Null where main effects are not told. */
export function mainEffectsTable(result: Result): TitledTable | null {
  const starts = startsOf(result);
  if (starts === null) return null;
  const fromFirst = changesFrom(result, starts.first);
  const fromBest = changesFrom(result, starts.best);
  const rows = Object.entries(result.axes).flatMap(([path, values]) =>
    values.map(String).map((to) => [path, to, effectText(fromFirst, path, to), effectText(fromBest, path, to)]),
  );
  const head = ["setting", "changed to", "from the first settings", "from the fastest"];
  const note =
    "Each row changes one setting and leaves all others. It shows the change of a request's mean time, from its due time to its completion.";
  return { title: "Which setting matters", note, table: { head, rows, numeric: [2, 3] } };
}

function effectText(changes: readonly Change[], path: string, to: string): string {
  const change = changes.find((other) => other.path === path && other.to === to);
  return change ? formatChange(change.ratio) : "as it is";
}
