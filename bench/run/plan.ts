/** How often and how long each point must run. A pilot replication (number 0, never counted) answers per point. */

import type { Scenario, SweepPoint } from "../scenario/parse.ts";
import { driftOf, mser5, type Truncation } from "../stats/warmup.ts";
import type { Pool } from "./pool.ts";
import type { Job, Sample } from "./sample.ts";
import { fallsBehind, isHeldUp, loadsOf } from "./stations.ts";

/** A point with the length of its run; requests are those of all vcpus together. */
export interface PointPlan {
  readonly point: SweepPoint;
  readonly replications: number;
  readonly requests: number;
  readonly warmup: number;
  /** Whether the warm-up rule found a steady part; true where it was not asked. */
  readonly steady: boolean;
  /** Whether requests come faster than the vcpus can ring. */
  readonly saturated: boolean;
  /** By what share of their mean the halves of a run differ in which nothing is random; 0 where chance has a part. */
  readonly drift: number;
}

export interface Plan {
  readonly points: readonly PointPlan[];
}

/** Runs the pilots and plans. Compared points get the same warm-up, so that they count the same requests. */
export async function planRun(scenario: Scenario, pool: Pool): Promise<Plan> {
  const pilots = await pool.replicate(scenario.points.map(pilotJob), () => {});
  const own = scenario.points.map((point, i) => planPoint(point, pilots[i]!));
  const warmups = new Map<string, number>();
  const group = (point: SweepPoint) => point.baselineId ?? point.id;
  for (const { point, warmup } of own) warmups.set(group(point), Math.max(warmup, warmups.get(group(point)) ?? 0));
  return { points: own.map((plan) => ({ ...plan, warmup: plan.saturated ? 0 : warmups.get(group(plan.point))! })) };
}

function requestsOf(point: SweepPoint): number {
  const { workload } = point.inputs.machine;
  return workload.kind === "trace" ? workload.arrivals.length : point.settings.run.requests;
}

function pilotJob(point: SweepPoint): Job {
  const { seed } = point.settings.run;
  return {
    machine: point.inputs.machine,
    run: { seed, replication: 0, requests: requestsOf(point), warmup: 0, keep: "series" },
  };
}

function planPoint(point: SweepPoint, pilot: Sample): PointPlan {
  const { machine } = point.inputs;
  const { warmup, replications } = point.settings.run;
  const loads = loadsOf(machine, pilot);
  const saturated = isHeldUp(machine, loads);
  const common = { point, requests: requestsOf(point), saturated, replications: pilot.draws === 0 ? 1 : replications };
  if (machine.workload.kind === "trace" || saturated) return { ...common, warmup: 0, steady: true, drift: 0 };
  const { response, notify, completion } = pilot.series;
  const all = fallsBehind(machine, loads) ? [response] : [response, notify, completion];
  const series = all.map((own) => own.filter(() => true)).filter(({ length }) => length > 0); // without the missing ones
  const start = warmup === "auto" ? startOf(series) : { observations: warmup, settled: true };
  const drift = pilot.draws === 0 ? Math.max(...series.map((own) => driftOf(own.slice(start.observations)))) : 0;
  return { ...common, warmup: start.observations, steady: start.settled, drift };
}

/** Where all of these are steady. */
function startOf(series: readonly (readonly number[])[]): Truncation {
  const all = series.map(mser5);
  return {
    observations: Math.max(...all.map(({ observations }) => observations)),
    settled: all.every(({ settled }) => settled),
  };
}
