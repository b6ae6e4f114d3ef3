/** How often and how long each point must run. A pilot replication (number 0, never counted) answers per point. */

import { batchOf } from "../../../sim/index.ts";
import type { Job, Replication } from "../replication/replication.ts";
import { backendOverloaded, sourceBlocked, type Utilisation, utilisationOf } from "../replication/saturation.ts";
import type { Scenario, SweepPoint } from "../scenario/scenario.ts";
import { driftOf, mser5, type Truncation } from "../stats/warmup.ts";
import type { Executor } from "./executor.ts";

/** A point with the length of its run; requests are those of all vcpus together. */
export interface PointPlan {
  readonly point: SweepPoint;
  readonly replications: number;
  readonly requests: number;
  readonly warmup: number;
  /** Whether the warm-up rule found a steady part; true where it was not asked. */
  readonly steady: boolean;
  /** Whether anything of it has a steady state. */
  readonly settles: boolean;
  /** By what share of their mean the halves of the pilot differ. */
  readonly drift: number;
}

export interface Plan {
  readonly points: readonly PointPlan[];
}

/** Runs the pilots and plans. Compared points get the same warm-up, so that they count the same requests. */
export async function planRun(scenario: Scenario, executor: Executor): Promise<Plan> {
  const pilots = await executor.replicate(scenario.points.map(pilotJob));
  const own = scenario.points.map((point, i) => planPoint(point, pilots[i]!));
  const warmups = new Map<string, number>();
  const group = (point: SweepPoint) => point.baselineId ?? point.id;
  for (const { point, warmup } of own) warmups.set(group(point), Math.max(warmup, warmups.get(group(point)) ?? 0));
  return { points: own.map((plan) => ({ ...plan, warmup: plan.settles ? warmups.get(group(plan.point))! : 0 })) };
}

function requestsOf(point: SweepPoint): number {
  const { workload } = point.inputs.machine;
  return workload.kind === "trace" ? workload.arrivals.length : point.settings.run.requests;
}

function pilotJob(point: SweepPoint): Job {
  const { seed, warmup } = point.settings.run;
  const requests = requestsOf(point) + (warmup === "auto" ? 0 : warmup);
  return { machine: point.inputs.machine, run: { seed, replication: 0, requests, warmup: 0, keep: "series" } };
}

function planPoint(point: SweepPoint, pilot: Replication): PointPlan {
  const { machine } = point.inputs;
  const { warmup, replications } = point.settings.run;
  const loads = utilisationOf(machine, pilot);
  const series = machine.workload.kind === "trace" ? [] : steadySeries(loads, pilot);
  const start = warmup === "auto" || series.length === 0 ? startOf(series) : { observations: warmup, settled: true };
  const lump = batchOf(machine.workload);
  const from = Math.ceil(start.observations / lump) * lump;
  return {
    point,
    replications: pilot.draws === 0 ? 1 : replications,
    requests: requestsOf(point),
    warmup: start.observations,
    settles: series.length > 0,
    steady: start.settled,
    drift: Math.max(0, ...series.map((own) => driftOf(own.slice(from), lump))),
  };
}

/** What a pilot saw of the metrics that have a steady state, request by request; without the requests that nobody took. */
function steadySeries(
  loads: Utilisation,
  { series: { response, notify, completion } }: Replication,
): readonly number[][] {
  const all = [...(sourceBlocked(loads) ? [] : [response]), ...(backendOverloaded(loads) ? [] : [notify, completion])];
  return all.map((own) => own.filter(() => true)).filter(({ length }) => length > 0);
}

/** Where all of these are steady. */
function startOf(series: readonly (readonly number[])[]): Truncation {
  const all = series.map(mser5);
  return {
    observations: Math.max(0, ...all.map(({ observations }) => observations)),
    settled: all.every(({ settled }) => settled),
  };
}
