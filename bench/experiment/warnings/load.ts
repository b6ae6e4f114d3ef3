/** What the load, or the length of the run, makes of means. */

import { burstOf } from "../../../sim/index.ts";
import type { Point } from "../result/result.ts";
import type { Warning } from "../result/warning.ts";
import type { Plan } from "../run/plan.ts";

/** Means that there are not, that settle slowly, or that depend on the run. */
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

/** Fewer bursts than these tell little of an average one. */
const fewBursts = 30;

function burstWarnings({ points }: Plan): Warning[] {
  const few = points.filter(({ point, requests }) => {
    return requests < fewBursts * (burstOf(point.inputs.machine.workload) ?? 0);
  });
  if (few.length === 0) return [];
  const longest = Math.max(...few.map(({ point }) => burstOf(point.inputs.machine.workload)!));
  const message = `A run has fewer than ${fewBursts} bursts: what it counts depends on how many they happen to be. Raise run.requests to ${Math.ceil(fewBursts * longest)} or more.`;
  return [{ kind: "few-bursts", message, points: few.map(({ point }) => point.id) }];
}

function loadWarnings(points: readonly Point[]): Warning[] {
  const utilisation = (point: Point) => Math.max(point.vcpu?.utilisation ?? 0, point.backend?.utilisation ?? 0);
  const over = points.filter((point) => utilisation(point) >= 1).map((point) => point.id);
  const near = points.filter((point) => utilisation(point) >= 0.9 && utilisation(point) < 1).map((point) => point.id);
  const warnings: Warning[] = [];
  if (over.length > 0) {
    const message =
      "Past saturation there is no steady state: capacity and the growth of the backlog are given, no mean. What is done is then what the saturated station gets done; where threads share CPUs, it may lack one of them rather than time of its own.";
    warnings.push({ kind: "saturated", message, points: over });
  }
  if (near.length > 0) {
    const message =
      "Above 90 % utilisation queues settle slowly: a longer run may give other means than these, beyond their intervals. Raise run.requests until they stay.";
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
    "The pilot had not settled after half of its length (MSER-5), so half is left out as warm-up; or the halves of what was left differ by more than half of their mean. Raise run.requests.";
  return [{ kind: "no-steady-state", message, points: lost.map(({ point }) => point.id) }];
}

/** Halves of a run that differ by less are the same: where nothing is random, and where chance has a part. */
const drifts = { exact: 0.01, byChance: 0.5 };

function driftWarnings({ points }: Plan): Warning[] {
  const drifting = points.filter(({ drift, replications }) => replications === 1 && drift > drifts.exact);
  if (drifting.length === 0) return [];
  const most = (100 * Math.max(...drifting.map(({ drift }) => drift))).toFixed(0);
  const message = `Nothing is random here, so there is no interval; but response, or how long the device takes, differs between the halves of a run by up to ${most} %: it begins otherwise than it goes on, or threads fall into a pattern that takes long to come round. Raise run.requests or run.warmup until this warning goes, or give a cost a spread.`;
  return [{ kind: "drift", message, points: drifting.map(({ point }) => point.id) }];
}

function monopolisedWarnings(points: readonly Point[]): Warning[] {
  const held = points.filter((point) => point.monopolised);
  if (held.length === 0) return [];
  const message =
    "A vcpu that rang was caught in the VMM here: its handler went on serving what other vcpus put on its ring meanwhile, for a good part of the run. Such a round trip is as long as the run, so rtt and response have no mean, and past saturation nothing has. An iofd, a deferred handler, or a ring for each vcpu keeps it free.";
  return [{ kind: "monopolised-vcpu", message, points: held.map(({ id }) => id) }];
}

function fullRingWarnings(points: readonly Point[]): Warning[] {
  const full = points.filter((point) => (point.measures["full rings per request"]?.value ?? 0) > 0);
  if (full.length === 0) return [];
  const message =
    "Rings were full at times: the guest waited for room, which lengthens issue delay and response but not rtt, and rang before a batch was complete that had no room. Raise virtqueue.size to see what that cost.";
  return [{ kind: "ring-full", message, points: full.map((point) => point.id) }];
}
