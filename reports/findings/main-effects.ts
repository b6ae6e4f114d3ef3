/** Main effects: one setting changed at a time, from the first settings and from the fastest. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { endToEnd } from "./end-to-end.ts";
import { formatChange, formatTime } from "./format.ts";
import { type Sentence, sentencesOf } from "./sentence.ts";
import { labelOf, xAxisOf } from "./series.ts";

/** One setting changed, all others kept. `ratio` is the mean time of a request after the change over the time before. */
export interface Change {
  readonly path: string;
  readonly to: string;
  readonly ratio: number;
}

/** The settings that the changes start from. */
export interface Starts {
  readonly first: Point;
  /** The point with the shortest time from due to completion. */
  readonly best: Point;
}

/** Fewer swept settings than this need no table of main effects. */
const fewestSettings = 3;

/** Null where too few settings are swept, one of them runs along x, or a point has no mean completion. */
export function startsOf(result: Result): Starts | null {
  const { axes, points } = result;
  if (Object.keys(axes).length < fewestSettings || xAxisOf(result)) return null;
  if (points.some((point) => !endToEnd(point, "completion"))) return null;
  const best = points.reduce((least, point) => (timeOf(point) < timeOf(least) ? point : least));
  return { first: points[0]!, best };
}

/** The one change that gains most from the first settings, and the setting that the fastest point needs most. */
export function mainEffectsAnswer(result: Result): Sentence[] {
  const starts = startsOf(result);
  if (starts === null) return [];
  const { first, best } = starts;
  const time = (point: Point) => `${labelOf(point, null)} (${formatTime(timeOf(point), point.timeUnit)})`;
  const fastest = `Of ${result.points.length} settings, ${time(best)} completes a request soonest after its due time; the first is ${time(first)}.`;
  return [
    ...sentencesOf("decisive", fastest, gainText(changesFrom(result, first))),
    ...sentencesOf("plain", needText(changesFrom(result, best))),
  ];
}

function gainText(changes: readonly Change[]): string {
  const [gain] = [...changes].sort((a, b) => a.ratio - b.ratio);
  if (gain === undefined) return "";
  if (gain.ratio >= 1) return "No single change makes the first settings faster.";
  return `The best single change to the first settings is ${gain.path}: ${gain.to} (${formatChange(gain.ratio)}).`;
}

function needText(changes: readonly Change[]): string {
  const [need] = cheapestOfEach(changes).sort((a, b) => b.ratio - a.ratio);
  if (need === undefined) return "";
  return `The fastest settings depend most on ${need.path}: ${need.to} would cost ${formatChange(need.ratio)}.`;
}

/** The points of the table: both starts, and every point one change away from either. Null without a table. */
export function mainEffectsPoints(result: Result): Point[] | null {
  const starts = startsOf(result);
  if (starts === null) return null;
  const near = (point: Point, start: Point) => changedPaths(result, point, start).length <= 1;
  return result.points.filter((point) => near(point, starts.first) || near(point, starts.best));
}

/** Every point that differs from `start` in one setting. */
export function changesFrom(result: Result, start: Point): Change[] {
  return result.points.flatMap((point) => {
    const [path, ...more] = changedPaths(result, point, start);
    if (path === undefined || more.length > 0) return [];
    return [{ path, to: String(point.axes[path]), ratio: timeOf(point) / timeOf(start) }];
  });
}

function changedPaths({ axes }: Result, point: Point, start: Point): string[] {
  return Object.keys(axes).filter((path) => point.axes[path] !== start.axes[path]);
}

/** For each setting its cheapest change: a setting is needed only as far as no other value of it does as well. */
function cheapestOfEach(changes: readonly Change[]): Change[] {
  const paths = [...new Set(changes.map(({ path }) => path))];
  const least = (own: readonly Change[]) => own.reduce((best, change) => (change.ratio < best.ratio ? change : best));
  return paths.map((path) => least(changes.filter((change) => change.path === path)));
}

const timeOf = (point: Point) => endToEnd(point, "completion")!.value;
