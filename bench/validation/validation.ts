/** Simulated figures beside published ones: those of the cost sheets, and those that the scenario gives itself. */

import type { Point } from "../result.ts";
import type { PointPlan } from "../run/plan.ts";
import type { Metric } from "../run/sample.ts";
import { type CostCell, cellName } from "../scenario/cost-numbers.ts";
import type { Scenario, SweepPoint } from "../scenario/parse.ts";
import type { PublishedFigure } from "../scenario/validation.ts";
import { type ValidatedMetric, validatedMetrics } from "../scenario/validation-schema.ts";

/** One published figure and what the run says. */
export interface ValidatedCell extends PublishedFigure {
  readonly unit: "ns" | "cycles" | "/s" | "a doorbell";
  /** Null where the run has no such figure: no steady state, or not known to its cost sheet. */
  readonly simulated: number | null;
  /** `simulated / published - 1`. */
  readonly error: number | null;
}

/** Cells that belong together, and what was free to be fitted to them. */
export interface Validation {
  /** The cost sheet or the scenario that gives them. */
  readonly of: string;
  readonly parameters: readonly string[];
  readonly cells: readonly ValidatedCell[];
}

/** Every validation of a run: one for each cost sheet whose published round trips were simulated, then the scenario's. */
export function validate(scenario: Scenario, plans: readonly PointPlan[], points: readonly Point[]): Validation[] {
  const byId = new Map(points.map((point) => [point.id, point]));
  const sheets = new Map(plans.map(({ point }) => [point.settings.costs, point.inputs.sheet]));
  const ofSheets = [...sheets].map(
    ([
      file,
      {
        sheet,
        file: { totals },
      },
    ]) => ({
      of: sheet.name,
      parameters: totals.map(cellName),
      cells: plans.flatMap(({ point }) => (point.settings.costs === file ? sheetCell(point, byId.get(point.id)!) : [])),
    }),
  );
  const { parameters, figures } = scenario.validation ?? { parameters: [], figures: [] };
  const own = {
    of: scenario.name,
    parameters,
    cells: figures.map((figure) => beside(figure, byId.get(figure.point)!)),
  };
  return [...ofSheets, own].filter(({ cells }) => cells.length > 0);
}

/** A sheet's cell is held against its own point; what qemu handles has no match to vary. */
function sheetCell({ inputs: { machine } }: SweepPoint, point: Point): ValidatedCell[] {
  const { reference } = point;
  if (!reference || (machine.notify === "qemu" && machine.regions.match === "datamatch")) return [];
  return [beside({ ...originOf(reference), point: point.id, metric: "rtt", statistic: "mean" }, point)];
}

const originOf = ({ value, role, kind, flags, source }: CostCell) => ({ published: value, role, kind, flags, source });

function beside(figure: PublishedFigure, point: Point): ValidatedCell {
  const simulated = simulatedOf(figure, point);
  const error = simulated === null ? null : simulated / figure.published - 1;
  return { ...figure, unit: unitOf(figure, point), simulated, error };
}

function simulatedOf({ metric, statistic }: PublishedFigure, point: Point): number | null {
  if (metric === "cpu" || metric === "wakeups") return point[metric].value;
  const done = point.throughput?.value ?? null;
  if (validatedMetrics[metric] === "rate") return done === null ? null : done * eachRequest(metric, point);
  if ((metric === "notify" || metric === "completion") && !point.notifyKnown) return null;
  return point.metrics[metric as Metric]?.[statistic].value ?? null;
}

/** How many of what the rate counts there are for one request. */
function eachRequest(metric: ValidatedMetric, { userspaceExits, measures }: Point): number {
  if (metric === "throughput") return 1;
  if (metric === "userspace-exits") return userspaceExits;
  if (metric === "kicks") return measures["kicks per request"]?.value ?? 1;
  return measures["interrupts per request"]?.value ?? 0;
}

function unitOf({ metric }: PublishedFigure, point: Point): ValidatedCell["unit"] {
  if (validatedMetrics[metric] === "duration") return point.timeUnit;
  return validatedMetrics[metric] === "rate" ? "/s" : "a doorbell";
}
