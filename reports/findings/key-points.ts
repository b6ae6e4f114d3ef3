/** The points that carry the answer, for a reader who wants a few rows. */

import type { Point, PointComparison, Result } from "../../bench/experiment/result/result.ts";
import { lineEnds, linesOf, type XAxis, xAxisOf } from "./series.ts";

/** Results with no more points than this are shown whole. */
const fewPoints = 6;
const fewLines = 4;

/** Both ends of each line where one quantity is swept; else the largest and the smallest change, and their baselines. */
export function keyPoints(result: Result): readonly Point[] {
  if (result.points.length <= fewPoints) return result.points;
  const x = xAxisOf(result);
  const chosen = (x && endsOfFewLines(result, x)) ?? extremes(result);
  return result.points.filter((point) => chosen.has(point.id));
}

/** Null where the lines are too many. */
function endsOfFewLines(result: Result, x: XAxis): Set<string> | null {
  const few = linesOf(result, x).size <= fewLines;
  return few ? new Set(lineEnds(result, x).map(({ id }) => id)) : null;
}

function extremes({ points, comparisons }: Result): Set<string> {
  const compared = ends(comparisons, ({ metrics }) => metrics.rtt?.ratio.value);
  const ids = compared.flatMap(({ point, baseline }: PointComparison) => [point, baseline]);
  if (ids.length > 0) return new Set(ids);
  return new Set(ends(points, ({ metrics }) => metrics.rtt?.mean.value).map(({ id }) => id));
}

/** The items with the least and with the most; none where no item has a value. */
function ends<T>(items: readonly T[], of: (item: T) => number | undefined): T[] {
  const known = items.filter((item) => of(item) !== undefined).sort((a, b) => of(a)! - of(b)!);
  return known.length === 0 ? [] : [known[0]!, known.at(-1)!];
}
