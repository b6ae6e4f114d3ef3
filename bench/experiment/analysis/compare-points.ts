/** The parts of a result beside its points: comparisons, cost sheets, the trace. */

import { writtenRegions } from "../../trace/regions.ts";
import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import type { Comparison } from "../result/estimate.ts";
import type { Compared, Point, PointComparison, SheetRecord, TraceRecord } from "../result/result.ts";
import type { PointPlan } from "../run/plan.ts";
import type { ReplicationLog } from "../run/replication-log.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { compare } from "../stats/compare.ts";

/** Every point against its baseline, replication by replication. Metrics without a steady state are left out. */
export function comparePoints(
  plans: readonly PointPlan[],
  log: ReplicationLog,
  points: readonly Point[],
): PointComparison[] {
  const index = new Map(points.map((point, i) => [point.id, i]));
  return plans.flatMap(({ point }, i) => {
    const base = point.baselineId === null ? undefined : index.get(point.baselineId);
    if (base === undefined) return [];
    const metrics = compareMetrics(
      { point: points[i]!, samples: log.read(i) },
      { point: points[base]!, samples: log.read(base) },
    );
    return [{ point: point.id, baseline: points[base]!.id, metrics }];
  });
}

interface Side {
  readonly point: Point;
  readonly samples: readonly Replication[];
}

function compareMetrics(side: Side, base: Side): PointComparison["metrics"] {
  const means = (metric: "rtt" | "response" | "notify" | "completion") => {
    if (!side.point.metrics[metric] || !base.point.metrics[metric]) return null;
    if ((metric === "notify" || metric === "completion") && !(side.point.notifyKnown && base.point.notifyKnown))
      return null;
    const of = (replication: Replication) => replication.metrics[metric]!.mean;
    return compare(side.samples.map(of), base.samples.map(of));
  };
  const all: Record<Compared, Comparison | null> = {
    rtt: means("rtt"),
    response: means("response"),
    notify: means("notify"),
    completion: means("completion"),
    cpu: compare(side.samples.map(cpuPerRequest), base.samples.map(cpuPerRequest)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, comparison]) => comparison !== null));
}

/** The cost sheets of the points, each once. */
export function sheetRecords(scenario: Scenario): SheetRecord[] {
  const sheets = new Map(scenario.points.map((point) => [point.settings.costs, point.inputs.sheet]));
  return [...sheets].map(([file, { sheet, hardware, mitigations, numbers, cells }]) => {
    return { file, name: sheet.name, hardware, mitigations, timeUnit: sheet.timeUnit, numbers, cells };
  });
}

/** A summary of the replayed trace; null without one. */
export function traceRecord(scenario: Scenario): TraceRecord | null {
  const point = scenario.points.find(({ inputs }) => inputs.trace !== null);
  const { workload } = point?.inputs.machine ?? {};
  if (!point || workload?.kind !== "trace") return null;
  const trace = point.inputs.trace!;
  const { arrivals } = workload;
  return {
    file: point.inputs.files.at(-1)!,
    events: trace.events,
    seconds: (trace.end - trace.start) / 1e9,
    userspaceExits: Object.fromEntries(trace.userspaceExits),
    doorbells: arrivals.length,
    doorbellSeconds: arrivals[arrivals.length - 1]! / 1e9,
    mostWritten: writtenRegions(trace)
      .slice(0, 8)
      .map(({ space, address, len, writes }) => ({ space, address: `0x${address.toString(16)}`, len, writes })),
  };
}
