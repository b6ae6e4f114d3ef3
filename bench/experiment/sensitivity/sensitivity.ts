/**
 * The effect of the cost sheet's uncertainty. The chosen points run again, shortened, under varied sheets: each number alone
 * at both ends of its range, then all numbers together. All runs draw the same random numbers, so only the sheet differs.
 */

import type { CostSheet, MachineSpec } from "../../../sim/index.ts";
import type { Job } from "../replication/replication.ts";
import {
  type Headline,
  type HeadlineMetric,
  headlineMetrics,
  type Sensitivity,
  type Swing,
} from "../result/sensitivity.ts";
import type { Executor } from "../run/executor.ts";
import { mapInFlight } from "../run/in-flight.ts";
import type { PointPlan } from "../run/plan.ts";
import type { Scenario, SweepPoint } from "../scenario/scenario.ts";
import { ranked, sheetInterval } from "./headline.ts";
import { type Means, meansOf } from "./means.ts";
import { type VariedSheets, varySheet } from "./varied-sheets.ts";

/** Runs the points that the scenario chooses; null where it asks for no sensitivity. */
export async function runSensitivity(
  scenario: Scenario,
  plans: readonly PointPlan[],
  executor: Executor,
): Promise<Sensitivity | null> {
  const asked = scenario.sensitivity;
  if (!asked) return null;
  const chosen = plans.filter(({ point }) => isChosen(point, scenario));
  const needed = new Set(chosen.flatMap(({ point }) => [point.id, point.baselineId ?? point.id]));
  const sheets = new Map<string, VariedSheets>();
  for (const { point } of plans) {
    const { costs, run } = point.settings;
    if (needed.has(point.id) && !sheets.has(costs)) {
      sheets.set(costs, varySheet(point.inputs.sheet, { samples: asked.samples, seed: run.seed }));
    }
  }
  const runs = await mapInFlight(
    plans.filter(({ point }) => needed.has(point.id)),
    executor.workers,
    (plan) => runVaried(plan, { sheets, executor, requests: asked.requests }),
  );
  const varied = new Map(runs.map((run) => [run.point.id, run]));
  const headlines = chosen.flatMap(({ point }) =>
    headlinesOf(varied.get(point.id)!, point.baselineId === null ? null : varied.get(point.baselineId)!),
  );
  return { samples: asked.samples, requests: asked.requests, headlines };
}

/** Whether a point is chosen: it has the settings of `at` and, in a scenario with a baseline, is compared with one. */
function isChosen(point: SweepPoint, { baseline, sensitivity }: Scenario): boolean {
  if (baseline !== null && point.baselineId === null) return false;
  return Object.entries(sensitivity!.at).every(([path, value]) => point.setting[path] === value);
}

/** The means of one point under every variant of its sheet. */
interface VariedPoint {
  readonly point: SweepPoint;
  readonly own: Means;
  readonly moved: readonly { number: VariedSheets["moved"][number]["number"]; low: Means; high: Means }[];
  readonly sampled: readonly Means[];
}

async function runVaried(
  plan: PointPlan,
  { sheets, executor, requests }: { sheets: ReadonlyMap<string, VariedSheets>; executor: Executor; requests: number },
): Promise<VariedPoint> {
  const { point } = plan;
  const { own, moved, sampled } = sheets.get(point.settings.costs)!;
  const variants = [own, ...moved.flatMap(({ low, high }) => [low, high]), ...sampled];
  const runs = variants.map(async (costs) => {
    const job = jobOf(plan, withCosts(point, costs), requests);
    return meansOf(job.machine, await executor.replicate(job));
  });
  const means = await Promise.all(runs);
  return {
    point,
    own: means[0]!,
    moved: moved.map(({ number }, i) => ({ number, low: means[1 + 2 * i]!, high: means[2 + 2 * i]! })),
    sampled: means.slice(1 + 2 * moved.length),
  };
}

function jobOf({ point, requests: planned, warmup }: PointPlan, machine: MachineSpec, requests: number): Job {
  const counted = Math.min(planned, requests);
  const left = machine.workload.kind === "trace" ? 0 : Math.min(warmup, counted);
  const { seed } = point.settings.run;
  return { machine, run: { seed, replication: 1, requests: counted + left, warmup: left, keep: "totals" } };
}

/** The point's machine on another sheet. A service time from the sheet changes with it. */
function withCosts({ inputs: { machine, sheet } }: SweepPoint, costs: CostSheet): MachineSpec {
  const fromSheet = machine.backend.service !== undefined && machine.backend.service === sheet.sheet.thread.service;
  const backend = fromSheet ? { ...machine.backend, service: costs.thread.service } : machine.backend;
  return { ...machine, costs, backend };
}

function headlinesOf(side: VariedPoint, base: VariedPoint | null): Headline[] {
  return headlineMetrics.flatMap((metric) => {
    const against = (own: Means, other: Means | undefined) => headlineValue(metric, own, base ? other! : null);
    const value = against(side.own, base?.own);
    if (value === null) return [];
    const sampled = side.sampled.map((own, k) => against(own, base?.sampled[k]));
    const steady = sampled.filter((sample) => sample !== null);
    if (steady.length === 0) return [];
    return [
      {
        point: side.point.id,
        baseline: base?.point.id ?? null,
        metric,
        value,
        ...sheetInterval(steady),
        unsteady: sampled.length - steady.length,
        swings: ranked(swingsOf(side, base, against), value),
      },
    ];
  });
}

/** A number of a shared sheet moves both sides together. Where each side has a sheet of its own, it moves one side. */
function swingsOf(
  side: VariedPoint,
  base: VariedPoint | null,
  against: (own: Means, other: Means | undefined) => number | null,
): Swing[] {
  const shared = base?.point.settings.costs === side.point.settings.costs;
  const own = side.moved.map(({ number, low, high }, i) => {
    const other = shared ? base!.moved[i]! : { low: base?.own, high: base?.own };
    return swing(side, number, { low: against(low, other.low), high: against(high, other.high) });
  });
  if (base === null || shared) return own;
  const others = base.moved.map(({ number, low, high }) =>
    swing(base, number, { low: against(side.own, low), high: against(side.own, high) }),
  );
  return [...own, ...others];
}

function swing(
  { point }: VariedPoint,
  number: VariedPoint["moved"][number]["number"],
  at: Pick<Swing, "low" | "high">,
): Swing {
  const { name, kind, flags, range } = number;
  return { sheet: point.settings.costs, number: name, kind, flags, basis: range!.basis, ...at };
}

/** The ratio of the mean to the baseline's, or the mean without a baseline; null unless both are steady. */
function headlineValue(metric: HeadlineMetric, own: Means, base: Means | null): number | null {
  const [value, other] = [own[metric], base ? base[metric] : 1];
  return value === null || other === null || other === 0 ? null : value / other;
}
