/** Compares simulated figures with published ones, of the cost sheets and of the scenario. */

import { mechanisms } from "../../../sim/index.ts";
import { cellName } from "../costs/sheet-numbers.ts";
import type { Replication } from "../replication/replication.ts";
import type { CostCell } from "../result/cost-number.ts";
import type { Estimate } from "../result/estimate.ts";
import type { Point } from "../result/result.ts";
import {
  metricOf,
  type PublishedFigure,
  type ValidatedCell,
  type Validation,
  validatedMetrics,
} from "../result/validation.ts";
import type { PointPlan } from "../run/plan.ts";
import type { ReplicationLog } from "../run/replication-log.ts";
import type { Scenario, SweepPoint } from "../scenario/scenario.ts";
import { compare } from "../stats/compare.ts";
import { estimate } from "../stats/estimate.ts";
import { readingOf } from "./reading.ts";

const perSecond = 1e9;

interface PointRun {
  readonly planned: SweepPoint;
  /** Reads the replications from the log; most points have no published figure. */
  readonly replications: () => readonly Replication[];
  readonly point: Point;
}

/** Every validation of a run: one for each cost sheet with simulated round trips, then the scenario's own. */
export function validate(
  scenario: Scenario,
  plans: readonly PointPlan[],
  { log, points }: { log: ReplicationLog; points: readonly Point[] },
): Validation[] {
  const runs = plans.map(({ point: planned }, i) => ({ planned, replications: () => log.read(i), point: points[i]! }));
  const byId = new Map(runs.map((run) => [run.point.id, run]));
  const sheets = new Map(runs.map(({ planned }) => [planned.settings.costs, planned.inputs.sheet]));
  const ofSheets = [...sheets].map(([file, { sheet, file: written }]) => ({
    of: sheet.name,
    parameters: written.totals.map(cellName),
    cells: runs.flatMap((run) => (run.planned.settings.costs === file ? sheetCell(run) : [])),
  }));
  const { parameters, figures } = scenario.validation ?? { parameters: [], figures: [] };
  const cells = figures.map((figure) => {
    return beside(figure, {
      run: byId.get(figure.point)!,
      over: figure.over === null ? null : byId.get(figure.over)!,
    });
  });
  return [...ofSheets, { of: scenario.name, parameters, cells }].filter(({ cells }) => cells.length > 0);
}

/** The cell of a sheet for its own point. An exit to qemu has no match to vary, so only wildcard counts. */
function sheetCell(run: PointRun): ValidatedCell[] {
  const { machine } = run.planned.inputs;
  const { reference, id } = run.point;
  if (!reference || (mechanisms[machine.notify].registers !== "doorbells" && machine.regions.match === "datamatch"))
    return [];
  const figure = { ...originOf(reference), point: id, over: null, metric: "rtt", statistic: "mean" } as const;
  return [beside(figure, { run, over: null })];
}

const originOf = ({ value, role, kind, flags, source }: CostCell) => ({ published: value, role, kind, flags, source });

function beside(figure: PublishedFigure, { run, over }: { run: PointRun; over: PointRun | null }): ValidatedCell {
  const found = over === null ? simulatedOf(figure, run) : ratioOf(figure, run, over);
  return {
    ...figure,
    unit: over === null ? unitOf(figure, run.point) : "times",
    simulated: found?.value ?? null,
    interval: found === null || found.sampling === "none" ? null : { low: found.low, high: found.high },
    error: found === null ? null : found.value / figure.published - 1,
  };
}

function simulatedOf(figure: PublishedFigure, run: PointRun): Estimate | null {
  const isRate = validatedMetrics[figure.metric] === "rate";
  if (isRate && run.point.timeUnit === "cycles") return null; // of an unknown clock
  const values = readings(figure, run);
  return values && estimate(values.map((value) => (isRate ? value * perSecond : value)));
}

/** The ratio, replication by replication: both sides of a pair drew the same random numbers. */
function ratioOf(figure: PublishedFigure, run: PointRun, over: PointRun): Estimate | null {
  const [values, others] = [readings(figure, run), readings(figure, over)];
  return values && others && (compare(values, others)?.ratio ?? null);
}

/** One value a replication; null where the run has no such figure. */
function readings({ metric, statistic }: PublishedFigure, { point, replications }: PointRun): number[] | null {
  const observed = metricOf(metric);
  if (observed !== null && point.metrics[observed] === null) return null;
  if ((metric === "notify" || metric === "completion") && !point.notifyKnown) return null;
  const values = replications().map((replication) => readingOf(metric, statistic, replication));
  return values.some((value) => value === null) ? null : (values as number[]);
}

function unitOf({ metric }: PublishedFigure, point: Point): ValidatedCell["unit"] {
  if (validatedMetrics[metric] === "duration") return point.timeUnit;
  return validatedMetrics[metric] === "rate" ? "/s" : "a doorbell";
}
