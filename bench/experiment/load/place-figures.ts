/** Finds the points that the published figures of a scenario belong to. */

import { type Fault, InputError, type ReportFault } from "../input/fault.ts";
import { parseDuration, parseRate } from "../input/units.ts";
import { type PublishedFigure, type ValidatedMetric, validatedMetrics } from "../result/validation.ts";
import type { AskedCell, AskedValidation } from "../scenario/published-schema.ts";
import type { ScenarioValidation, SweepPoint } from "../scenario/scenario.ts";

/** Finds the points of every figure, whose settings are known to be swept. Throws an `InputError` with every fault. */
export function placeFigures(
  asked: AskedValidation,
  points: readonly SweepPoint[],
  report: ReportFault,
): ScenarioValidation {
  const faults: Fault[] = [];
  const figures = asked.cells.flatMap((cell, i) => {
    const at = (key: string, message: string) => faults.push(report(["validation", "cells", i, key], message));
    return placeFigure(cell, points, at) ?? [];
  });
  if (faults.length > 0) throw new InputError(faults);
  return { parameters: asked.parameters, figures };
}

function placeFigure(
  cell: AskedCell,
  points: readonly SweepPoint[],
  at: (key: string, message: string) => void,
): PublishedFigure | null {
  const point = pointFor(cell, points);
  if (typeof point === "string") {
    at("at", point);
    return null;
  }
  const { metric, statistic, role, kind, flags, source } = cell;
  const onlyMean = validatedMetrics[metric] !== "duration" || metric === "cpu";
  if (onlyMean && statistic !== "mean") at("statistic", `only the mean of ${metric} is known`);
  const other = cell.over === undefined ? null : otherPoint(cell, point, points);
  if (typeof other === "string") {
    at("over", other);
    return null;
  }
  const published = other === null ? figureOf(cell, point) : ratioOf(cell, point, other);
  if (typeof published === "number") {
    return { point: point.id, over: other?.id ?? null, metric, statistic, role, kind, flags, source, published };
  }
  at("published", published);
  return null;
}

/** The one point with these settings, or a fault message. */
function pointFor({ at }: AskedCell, points: readonly SweepPoint[]): SweepPoint | string {
  const fitting = points.filter(({ setting }) => Object.entries(at).every(([path, value]) => setting[path] === value));
  if (fitting.length === 1) return fitting[0]!;
  const open = Object.keys(points[0]!.setting).filter((path) => !(path in at));
  return `a cell is one point, and ${fitting.length} have these settings; name also: ${open.join(", ")}`;
}

/** The point in the denominator of a ratio, or a fault message. */
function otherPoint(
  { metric, over }: AskedCell,
  point: SweepPoint,
  points: readonly SweepPoint[],
): SweepPoint | string {
  const setting = Object.entries({ ...point.setting, ...over });
  const other = points.find((candidate) => setting.every(([path, value]) => candidate.setting[path] === value))!;
  if (other.id === point.id) return "`over` names the same point; name the settings in which the other point differs";
  const units = [point, other].map(({ inputs }) => inputs.sheet.sheet.timeUnit);
  if (units[0] === units[1] || validatedMetrics[metric] === "number") return other;
  return "cycles of an unknown clock have no ratio to time; compare sheets of one unit";
}

/** A published ratio as a factor, or a fault message. */
function ratioOf(cell: AskedCell, point: SweepPoint, other: SweepPoint): number | string {
  const { published } = cell;
  if (typeof published !== "object") return factorOf(published);
  const [from, to] = [
    figureOf({ ...cell, published: published.from }, other),
    figureOf({ ...cell, published: published.to }, point),
  ];
  if (typeof from === "string") return `from: ${from}`;
  if (typeof to === "string") return `to: ${to}`;
  return from > 0 ? to / from : "from: a ratio needs a figure above 0";
}

function factorOf(published: string | number): number | string {
  const text = String(published).trim();
  const change = /^([+-])\s*(\d+(?:\.\d+)?)\s*%$/.exec(text);
  const factor = change
    ? 1 + Number(`${change[1]}${change[2]}`) / 100
    : Number(/^(?:x\s*)?(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  return factor > 0 ? factor : "a ratio is a factor above 0; write it as x 1.17, +17% or { from: 35k/s, to: 41k/s }";
}

/** A published figure as a number, or a fault message. */
function figureOf(
  { metric, published }: { metric: ValidatedMetric; published: AskedCell["published"] },
  { inputs: { sheet } }: SweepPoint,
): number | string {
  if (typeof published === "object") return "`from` and `to` are two points' figures; name the other point with `over`";
  const what = validatedMetrics[metric];
  if (what === "number") return typeof published === "number" ? published : `${metric} is a plain number a doorbell`;
  const text = String(published);
  if (what === "rate") return parseRate(text) ?? `${metric} is a rate; write it as 259k/s`;
  const duration = parseDuration(text);
  if (!duration) return `${metric} is a duration; write it as 2.72us or 1762 cycles`;
  const { timeUnit, name } = sheet.sheet;
  if (duration.unit === timeUnit) return duration.value;
  if (duration.unit === "cycles" && sheet.clock !== undefined) return duration.value / sheet.clock;
  return `${name} states no clock, so write this in ${timeUnit === "cycles" ? "cycles" : "a unit of time"}`;
}
