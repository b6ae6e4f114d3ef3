/** How often and how long each point must run. A pilot replication (number 0, never counted) answers per point. */

import { isOpen, type MachineSpec } from "../../sim/index.ts";
import type { Scenario, SweepPoint } from "../scenario/parse.ts";
import { mser5 } from "../stats/warmup.ts";
import { backendCapacity, isBounded } from "./capacity.ts";
import type { Pool } from "./pool.ts";
import { type Job, type Sample, vcpuTime } from "./sample.ts";

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

/** Whether requests come faster than the vcpus can ring, or than a backend serves them that holds the vcpus back. */
export function isSaturated(machine: MachineSpec, pilot: Sample): boolean {
  if (!isOpen(machine.workload)) return false;
  const heldBack = isBounded(machine) && pilot.offered >= (backendCapacity(machine) ?? Infinity);
  return heldBack || (pilot.offered * vcpuTime(pilot)) / machine.vcpus >= 1;
}

function planPoint(point: SweepPoint, pilot: Sample): PointPlan {
  const { machine } = point.inputs;
  const { warmup, replications } = point.settings.run;
  const saturated = isSaturated(machine, pilot);
  const common = { point, requests: requestsOf(point), saturated, replications: pilot.draws === 0 ? 1 : replications };
  if (machine.workload.kind === "trace" || saturated) return { ...common, warmup: 0, steady: true };
  if (warmup !== "auto") return { ...common, warmup, steady: true };
  const { observations, settled } = mser5(pilot.series);
  return { ...common, warmup: observations, steady: settled };
}
