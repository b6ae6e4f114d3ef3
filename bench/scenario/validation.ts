/** From the published figures of a scenario to the points that they speak of. */

import type { Fault } from "../fault.ts";
import type { CostNumber } from "./cost-numbers.ts";
import type { SweepPoint } from "./parse.ts";
import { parseDuration, parseRate } from "./units.ts";
import { type AskedCell, type AskedValidation, type ValidatedMetric, validatedMetrics } from "./validation-schema.ts";
import type { Path } from "./yaml.ts";

/** A published figure, in its point's time unit or a second, and the point that it is held against. */
export interface PublishedFigure extends Pick<CostNumber, "kind" | "flags" | "source"> {
  readonly point: string;
  readonly metric: ValidatedMetric;
  readonly statistic: AskedCell["statistic"];
  readonly published: number;
  readonly role: AskedCell["role"];
}

/** A scenario's own validation, checked. */
export interface ScenarioValidation {
  readonly parameters: readonly string[];
  readonly figures: readonly PublishedFigure[];
}

type Complain = (path: Path, message: string) => Fault;

/** Finds the point of every figure; the settings it names are known to be swept. */
export function placeFigures(
  asked: AskedValidation,
  points: readonly SweepPoint[],
  complain: Complain,
): { validation: ScenarioValidation; faults: Fault[] } {
  const faults: Fault[] = [];
  const figures = asked.cells.flatMap((cell, i) => {
    const at = (key: string, message: string) => faults.push(complain(["validation", "cells", i, key], message));
    const point = pointFor(cell, points);
    if (typeof point === "string") at("at", point);
    else if (validatedMetrics[cell.metric] !== "duration" || cell.metric === "cpu") {
      if (cell.statistic !== "mean") at("statistic", `only the mean of ${cell.metric} is known`);
    }
    if (typeof point === "string") return [];
    const published = figureOf(cell, point);
    if (typeof published === "string") at("published", published);
    const { metric, statistic, role, kind, flags, source } = cell;
    return [{ point: point.id, metric, statistic, role, kind, flags, source, published: Number(published) }];
  });
  return { validation: { parameters: asked.parameters, figures }, faults };
}

/** The one point with these settings, or what is wrong. */
function pointFor({ at }: AskedCell, points: readonly SweepPoint[]): SweepPoint | string {
  const fitting = points.filter(({ setting }) => Object.entries(at).every(([path, value]) => setting[path] === value));
  if (fitting.length === 1) return fitting[0]!;
  const open = Object.keys(points[0]!.setting).filter((path) => !(path in at));
  return `a cell is one point, and ${fitting.length} have these settings; name also: ${open.join(", ")}`;
}

/** The figure as a number, or what is wrong with it. */
function figureOf({ metric, published }: AskedCell, { inputs: { sheet } }: SweepPoint): number | string {
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
