/** Which of many settings matters most: each turned alone, from the first settings and from the quickest. */

import type { Point, Result } from "../../bench/experiment/result/result.ts";
import { endToEnd } from "./end-to-end.ts";
import { formatChange, formatTime } from "./format.ts";
import { labelOf, xAxisOf } from "./series.ts";

/** One knob turned, everything else as it was: from when it is due until it is answered, a request takes `ratio` of what it took. */
interface Turn {
  readonly path: string;
  readonly to: string;
  readonly ratio: number;
}

const fewestKnobs = 3;

/** The points to start from; null where too few knobs are turned, or nobody waits for answers. */
function startsOf(result: Result): { first: Point; best: Point } | null {
  const { axes, points } = result;
  if (
    Object.keys(axes).length < fewestKnobs ||
    xAxisOf(result) ||
    points.some((point) => !endToEnd(point, "completion"))
  )
    return null;
  const best = points.reduce((least, point) => (taken(point) < taken(least) ? point : least));
  return { first: points[0]!, best };
}

/** The knob that gains most by itself, and the one that the quickest settings could spare least. */
export function mainEffectsAnswer(result: Result): string {
  const starts = startsOf(result);
  if (starts === null) return "";
  const { first, best } = starts;
  const time = (point: Point) => `${labelOf(point, null)} (${formatTime(taken(point), point.timeUnit)})`;
  const [gain] = turnsFrom(result, first).sort((a, b) => a.ratio - b.ratio);
  const [need] = perKnob(turnsFrom(result, best)).sort((a, b) => b.ratio - a.ratio);
  const alone =
    gain!.ratio < 1
      ? `One knob alone gains most by ${named(gain!)}: ${formatChange(gain!.ratio)}.`
      : "No knob alone makes it quicker.";
  return `Of ${result.points.length} settings ${time(best)} completes a request soonest after it was due; the first is ${time(first)}. ${alone} The quickest would lose most without ${need!.path}: ${formatChange(need!.ratio)} with ${need!.to}.`;
}

/** The points that this table is made of: the first settings, the quickest, and those one turn away; null without it. */
export function mainEffectsPoints(result: Result): Point[] | null {
  const starts = startsOf(result);
  if (starts === null) return null;
  const turned = (point: Point, start: Point) =>
    Object.keys(result.axes).filter((path) => point.axes[path] !== start.axes[path]).length;
  return result.points.filter((point) => turned(point, starts.first) <= 1 || turned(point, starts.best) <= 1);
}

export const mainEffectsHead = ["knob", "turned to", "from the first settings", "from the quickest"];

/** A row for each value of each knob, with what turning to it does to the time that a request takes; empty where there are no knobs. */
export function mainEffectsRows(result: Result): string[][] {
  const starts = startsOf(result);
  if (starts === null) return [];
  const [first, best] = [starts.first, starts.best].map((start) => turnsFrom(result, start));
  const change = (turns: readonly Turn[], path: string, to: string) => {
    const turn = turns.find((other) => other.path === path && other.to === to);
    return turn ? formatChange(turn.ratio) : "as it is";
  };
  return Object.entries(result.axes).flatMap(([path, values]) =>
    values.map(String).map((to) => [path, to, change(first!, path, to), change(best!, path, to)]),
  );
}

function turnsFrom(result: Result, start: Point): Turn[] {
  return result.points.flatMap((point) => {
    const turned = Object.keys(result.axes).filter((path) => point.axes[path] !== start.axes[path]);
    const [path] = turned;
    if (path === undefined || turned.length > 1) return [];
    return [{ path, to: String(point.axes[path]), ratio: taken(point) / taken(start) }];
  });
}

/** Of each knob the turn that costs least: a knob is only needed as far as no other setting of it does as well. */
function perKnob(turns: readonly Turn[]): Turn[] {
  const paths = [...new Set(turns.map(({ path }) => path))];
  const least = (own: readonly Turn[]) => own.reduce((best, turn) => (turn.ratio < best.ratio ? turn : best));
  return paths.map((path) => least(turns.filter((turn) => turn.path === path)));
}

const taken = (point: Point) => endToEnd(point, "completion")!.value;
const named = ({ path, to }: Turn) => `${path}: ${to}`;
