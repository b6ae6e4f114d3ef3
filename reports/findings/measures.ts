/** The measures of a result, as columns of a table. */

import { type Measure, measures, measureTable } from "../../bench/experiment/result/measures.ts";
import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { digits, formatTime } from "./format.ts";

/** The measures that say something: a measure that is 1 or absent at every point is left out. */
export function tellingMeasures(result: Result): Measure[] {
  const tells = (point: Point, measure: Measure) => (point.measures[measure]?.value ?? 1) !== 1;
  return measures.filter((measure) => result.points.some((point) => tells(point, measure)));
}

/** A measure of one point in its unit; a dash where the machine has no such part. */
export function formatMeasure(point: Point, measure: Measure): string {
  const estimate = point.measures[measure];
  if (!estimate) return "–";
  const { unit } = measureTable.find(({ name }) => name === measure)!;
  return unit === "time" ? formatTime(estimate.value, point.timeUnit) : digits(estimate.value);
}
