/** The first step of a run: how often and how long each point runs. A pilot decides, point by point. */

import type { PilotFacts, PilotJob } from "../replication/pilot.ts";
import type { Job } from "../replication/replication.ts";
import type { Scenario, SweepPoint } from "../scenario/scenario.ts";
import type { Executor } from "./executor.ts";
import { mapInFlight } from "./in-flight.ts";

/** A point with the length of its run; requests are those of all vcpus together. */
export interface PointPlan extends Pick<PilotFacts, "steady" | "settles" | "drift"> {
  readonly point: SweepPoint;
  readonly replications: number;
  readonly requests: number;
  readonly warmup: number;
}

export interface Plan {
  readonly points: readonly PointPlan[];
}

/** Runs the pilots and plans. Compared points get the same warm-up, so that they count the same requests. */
export async function planRun(scenario: Scenario, executor: Executor): Promise<Plan> {
  const own = await mapInFlight(scenario.points, executor.workers, async (point) =>
    planPoint(point, await executor.pilot(pilotJob(point))),
  );
  const warmups = new Map<string, number>();
  const group = (point: SweepPoint) => point.baselineId ?? point.id;
  for (const { point, warmup } of own) warmups.set(group(point), Math.max(warmup, warmups.get(group(point)) ?? 0));
  return { points: own.map((plan) => ({ ...plan, warmup: plan.settles ? warmups.get(group(plan.point))! : 0 })) };
}

/** The replications of a point. They count from 1: number 0 was the pilot. */
export function jobsOf({ point, replications, requests, warmup }: PointPlan): Job[] {
  const { seed } = point.settings.run;
  return Array.from({ length: replications }, (_, i) => ({
    machine: point.inputs.machine,
    run: { seed, replication: i + 1, requests: requests + warmup, warmup, keep: "totals" },
  }));
}

function requestsOf(point: SweepPoint): number {
  const { workload } = point.inputs.machine;
  return workload.kind === "trace" ? workload.arrivals.length : point.settings.run.requests;
}

function pilotJob(point: SweepPoint): PilotJob {
  const { seed, warmup } = point.settings.run;
  const requests = requestsOf(point) + (warmup === "auto" ? 0 : warmup);
  return { machine: point.inputs.machine, seed, requests, warmup };
}

function planPoint(point: SweepPoint, { draws, warmup, steady, settles, drift }: PilotFacts): PointPlan {
  const replications = draws === 0 ? 1 : point.settings.run.replications;
  return { point, replications, requests: requestsOf(point), warmup, steady, settles, drift };
}
