/** Warnings about saturation, drift and short runs. */

import { burstOf } from "../../../sim/index.ts";
import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Plan } from "../run/plan.ts";

/** Warnings about means that do not exist, settle slowly, or depend on the length of the run. */
export function runWarnings(plan: Plan, points: readonly Point[]): Warning[] {
  return [
    ...loadWarnings(points),
    ...steadyWarnings(plan),
    ...driftWarnings(plan),
    ...monopolisedWarnings(points),
    ...burstWarnings(plan),
    ...fullRingWarnings(points),
  ];
}

/** A run with fewer bursts says little about an average one. */
const fewBursts = 30;

function burstWarnings({ points }: Plan): Warning[] {
  const few = points.filter(({ point, requests }) => {
    return requests < fewBursts * (burstOf(point.inputs.machine.workload) ?? 0);
  });
  if (few.length === 0) return [];
  const longest = Math.max(...few.map(({ point }) => burstOf(point.inputs.machine.workload)!));
  const message = `A run has fewer than ${fewBursts} bursts, so its numbers depend on how many bursts it happens to have. Raise run.requests to ${Math.ceil(fewBursts * longest)} or more.`;
  return [{ kind: "few-bursts", message, points: few.map(({ point }) => point.id) }];
}

function loadWarnings(points: readonly Point[]): Warning[] {
  const utilisation = (point: Point) => Math.max(point.vcpu?.utilisation ?? 0, point.backend?.utilisation ?? 0);
  const over = points.filter((point) => utilisation(point) >= 1).map((point) => point.id);
  const near = points.filter((point) => utilisation(point) >= 0.9 && utilisation(point) < 1).map((point) => point.id);
  const warnings: Warning[] = [];
  if (over.length > 0) {
    const message =
      "Past saturation there is no steady state. The result gives capacity and the growth of the backlog, but no mean. The throughput is that of the saturated station. Where threads share CPUs, the station may lack a CPU rather than time of its own.";
    warnings.push({ kind: "saturated", message, points: over });
  }
  if (near.length > 0) {
    const message =
      "Above 90 % utilisation queues settle slowly: a longer run may give means outside these intervals. Raise run.requests until the means stay the same.";
    warnings.push({ kind: "near-saturation", message, points: near });
  }
  return warnings;
}

function steadyWarnings(plan: Plan): Warning[] {
  const lost = plan.points.filter(({ steady, drift, replications }) => {
    return !steady || (replications > 1 && drift > drifts.byChance);
  });
  if (lost.length === 0) return [];
  const message =
    "The pilot had not settled after half of its length (MSER-5), so half of it is left out as warm-up; or the two halves after the warm-up differ by more than half of their mean. Raise run.requests.";
  return [{ kind: "no-steady-state", message, points: lost.map(({ point }) => point.id) }];
}

/** Relative difference of two halves that still counts as none: without randomness, and with it. */
const drifts = { exact: 0.01, byChance: 0.5 };

function driftWarnings({ points }: Plan): Warning[] {
  const drifting = points.filter(({ drift, replications }) => replications === 1 && drift > drifts.exact);
  if (drifting.length === 0) return [];
  const most = (100 * Math.max(...drifting.map(({ drift }) => drift))).toFixed(0);
  const message = `Nothing is random here, so there is no interval. But response, notify or completion differs between the halves of a run by up to ${most} %: the start differs from the rest, or the threads repeat a long pattern. Raise run.requests or run.warmup until this warning goes, or give a price a random distribution.`;
  return [{ kind: "drift", message, points: drifting.map(({ point }) => point.id) }];
}

function monopolisedWarnings(points: readonly Point[]): Warning[] {
  const held = points.filter((point) => point.monopolised);
  if (held.length === 0) return [];
  const message =
    "The VMM held a vcpu that rang for a good part of the run: its handler went on serving the requests that other vcpus put on the ring meanwhile. Such a round trip is as long as the run, so rtt and response have no mean; past saturation no metric has one. An iofd, a deferred handler, or a ring for each vcpu keeps the vcpu free.";
  return [{ kind: "monopolised-vcpu", message, points: held.map(({ id }) => id) }];
}

function fullRingWarnings(points: readonly Point[]): Warning[] {
  const full = points.filter((point) => (point.measures["full rings per request"]?.value ?? 0) > 0);
  if (full.length === 0) return [];
  const message =
    "Rings were full at times, and the guest waited for room. That lengthens issueDelay and response but not rtt. A batch without room was rung for in parts. Raise virtqueue.size to see the cost.";
  return [{ kind: "ring-full", message, points: full.map((point) => point.id) }];
}
