/** The charts of a result. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { mainEffectsPoints } from "../findings/main-effects.ts";
import { isRate, lineEnds, lowestX, type XAxis, xAxisOf } from "../findings/series.ts";
import { closedLoopFigures } from "./closed-loop-figures.ts";
import type { Figure } from "./figure.ts";
import { loadFigures } from "./load-figures.ts";
import { pathFigures } from "./path-figures.ts";
import { rttFigure } from "./rtt-figure.ts";
import { searchFigures } from "./search-figures.ts";
import { stageFigure } from "./stage-figure.ts";

/** The charts of one result, most important first. Points in ns and points in cycles do not share a chart. */
export function figuresOf(result: Result): Figure[] {
  const units = [...new Set(result.points.map((point) => point.timeUnit))];
  return units.flatMap((unit) =>
    figuresInUnit({ ...result, points: result.points.filter((point) => point.timeUnit === unit) }),
  );
}

function figuresInUnit(result: Result): Figure[] {
  const x = xAxisOf(result);
  if (!x) return pathFigures({ ...result, points: mainEffectsPoints(result) ?? result.points });
  const open = result.points.some((point) => point.offered !== null);
  const own = isRate(x) ? [] : [rttFigure(result, x), ...searchFigures(result, x)];
  const stages = stageFigure(result, isRate(x) ? lowestOf(result, x) : lineEnds(result, x), x);
  return [...own, ...(open ? loadFigures(result, x) : closedLoopFigures(result, x)), stages];
}

/** The points at the lowest rate, where nothing queues yet. */
function lowestOf(result: Result, x: XAxis): Point[] {
  const lowest = lowestX(result, x);
  return result.points.filter((point) => x.valueOf(point) === lowest);
}
