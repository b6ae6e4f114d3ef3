/** Summarises the replications of a point. */

import { batchOf, type MachineSpec, mechanisms } from "../../../sim/index.ts";
import { knowsInstants, knowsParts } from "../costs/sheet-knows.ts";
import { quantityOf } from "../input/units.ts";
import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import { isSaturated, type StationLoad, utilisationOf } from "../replication/saturation.ts";
import { isMonopolised, unsteadyMetrics } from "../replication/steady-state.ts";
import type { CostCell } from "../result/cost-number.ts";
import type { Estimate } from "../result/estimate.ts";
import { measuresFor } from "../result/measures.ts";
import { type Metric, metrics, statistics, type WakeUp } from "../result/metrics.ts";
import type { FitStatus, Point, Station } from "../result/result.ts";
import type { PointPlan } from "../run/plan.ts";
import type { SweepPoint } from "../scenario/scenario.ts";
import type { Scalar, Setting } from "../scenario/sweep.ts";
import { estimate } from "../stats/estimate.ts";

const perSecond = 1e9;

/** Makes the point of a result; `samples` are its replications. */
export function makePoint(plan: PointPlan, samples: readonly Replication[]): Point {
  const stations = stationsOf(plan.point.inputs.machine, samples);
  return {
    ...identityOf(plan, samples.length),
    ...durationsOf(plan.point, stations, samples),
    ...ratesOf(plan.point, stations, samples),
    doorbells: samples.reduce((sum, s) => sum + s.issued, 0),
    events: samples.reduce((sum, s) => sum + s.events, 0),
    fingerprint: samples[0]!.fingerprint,
  };
}

function identityOf({ point, requests, warmup }: PointPlan, replications: number) {
  const { machine, sheet } = point.inputs;
  return {
    id: point.id,
    axes: mapSetting(point.setting, (value) => (typeof value === "bigint" ? `0x${value.toString(16)}` : value)),
    numbers: numbersOf(point.setting),
    kernel: machine.kernel,
    notify: machine.notify,
    space: machine.space,
    costs: point.settings.costs,
    timeUnit: sheet.sheet.timeUnit,
    replications,
    requests,
    warmup,
    ...fitStatusOf(point),
  };
}

function durationsOf(
  { inputs: { machine, sheet } }: SweepPoint,
  stations: PointStations,
  samples: readonly Replication[],
) {
  const monopolised = samples.some(isMonopolised);
  const unsteady = unsteadyMetrics(stations, monopolised);
  return {
    metrics: Object.fromEntries(
      metrics.map((metric) => [metric, unsteady.has(metric) ? null : metricOf(metric, samples)]),
    ) as Point["metrics"],
    monopolised,
    notifyKnown: knowsInstants(sheet.sheet, machine.notify),
    stages: meanStages(samples),
    comparisons: comparisonsOf(samples),
  };
}

/** Rates and stations are null without a clock. */
function ratesOf({ inputs: { machine, sheet } }: SweepPoint, stations: PointStations, samples: readonly Replication[]) {
  const timed = sheet.sheet.timeUnit === "ns";
  return {
    offered: timed && machine.workload.kind !== "closed" ? mean(samples, (s) => s.offered) * perSecond : null,
    throughput: timed ? throughputOf(stations.backend, samples) : null,
    vcpu: timed ? stations.vcpu : null,
    backend: timed ? stations.backend : null,
    userspaceExits: mean(samples, (s) => s.exits.userspace / s.requests),
    wakeups: estimate(samples.map((s) => s.wakeups / s.requests)),
    wakeUp: wakeUpOf(samples),
    cpus: cpusOf(samples),
    measures: Object.fromEntries(
      measuresFor(machine).map(({ name, of }) => [name, measured(samples, (replication) => of(replication, machine))]),
    ) as Point["measures"],
    cpu: estimate(samples.map(cpuPerRequest)),
  };
}

function mapSetting<T>(setting: Setting, map: (value: Scalar) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(setting).map(([path, value]) => [path, map(value)]));
}

function numbersOf(setting: Setting): Record<string, number> {
  const numbers = mapSetting(setting, (value) => (typeof value === "number" ? value : quantityOf(String(value))));
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([path, value]) => (value === null ? [] : [[path, value]])),
  );
}

function wakeUpOf(samples: readonly Replication[]): Point["wakeUp"] {
  if (samples.every(({ waking }) => waking.switching === 0 && waking.reading === 0)) return null;
  const of = (part: keyof WakeUp) => mean(samples, ({ waking, requests }) => waking[part] / requests);
  return { leaving: of("leaving"), switching: of("switching"), reading: of("reading") };
}

function cpusOf(samples: readonly Replication[]): readonly number[] | null {
  return samples[0]!.cpus?.map((_, cpu) => mean(samples, ({ cpus }) => cpus![cpu]!)) ?? null;
}

function measured(samples: readonly Replication[], of: (replication: Replication) => number | null): Estimate | null {
  const values = samples.map(of);
  return values.some((value) => value === null) ? null : estimate(values as number[]);
}

function metricOf(metric: Metric, samples: readonly Replication[]): Point["metrics"][Metric] {
  const summaries = samples.flatMap((replication) => replication.metrics[metric] ?? []);
  if (summaries.length < samples.length) return null; // not seen in every replication: no honest mean
  const of = (statistic: (typeof statistics)[number]) => {
    const own = estimate(summaries.map((summary) => summary[statistic]));
    return { ...own, low: Math.max(0, own.low) }; // a duration
  };
  return Object.fromEntries(statistics.map((statistic) => [statistic, of(statistic)])) as Point["metrics"][Metric];
}

interface PointStations {
  readonly vcpu: Station | null;
  readonly backend: Station | null;
  /** Share of the requests that found their ring full. */
  readonly full: number;
}

/** Both stations, as means of all replications. */
function stationsOf(machine: MachineSpec, samples: readonly Replication[]): PointStations {
  const loads = samples.map((replication) => utilisationOf(machine, replication));
  const asked = mean(samples, (replication) => replication.submitted);
  return {
    vcpu: station(
      loads.map(({ vcpu }) => vcpu),
      () => asked,
    ),
    backend: station(
      loads.map(({ backend }) => backend),
      ({ capacity }) => capacity,
    ),
    full: mean(loads, ({ full }) => full),
  };
}

/** The throughput of a saturated backend is its capacity: after the guest's last request it may get CPUs that it shared before. */
function throughputOf(backend: Station | null, samples: readonly Replication[]): Estimate {
  const done = scaled(estimate(samples.map((replication) => replication.completed)), perSecond);
  return isSaturated(backend) && backend!.capacity.value < done.value ? backend!.capacity : done;
}

/** `done`: the rate at which a saturated station serves requests. */
function station(loads: readonly (StationLoad | null)[], done: (load: StationLoad) => number): Station | null {
  if (loads.some((load) => load === null)) return null;
  const own = loads as readonly StationLoad[];
  const utilisation = mean(own, (load) => load.utilisation);
  const growth = mean(own, (load) => load.arriving - done(load));
  return {
    utilisation,
    capacity: scaled(estimate(own.map(({ capacity }) => capacity)), perSecond),
    backlogGrowth: isSaturated({ utilisation }) ? Math.max(0, growth) * perSecond : 0,
  };
}

/** The published round trip of this very path, and whether the sheet's prices were derived from it. */
function fitStatusOf(point: SweepPoint): { fitStatus: FitStatus; reference: CostCell | null } {
  const { machine, sheet } = point.inputs;
  const { workload, regions, vcpus, backend } = machine;
  const plainDoorbell = workload.kind === "closed" && batchOf(workload) === 1 && regions.count === 1 && vcpus === 1;
  const counted = backend.kind === "counter" && (backend.service?.mean ?? 0) === 0;
  const reference = plainDoorbell && counted ? cellOf(point) : null;
  if (knowsParts(sheet.sheet)) return { fitStatus: "modelled", reference };
  return { fitStatus: reference?.role === "fitted" ? "fitted" : "predicted", reference };
}

function cellOf({ inputs: { machine, sheet } }: SweepPoint): CostCell | null {
  const match = mechanisms[machine.notify].registers === "doorbells" ? machine.regions.match : "wildcard";
  const same = (cell: CostCell) =>
    cell.space === machine.space && cell.notify === machine.notify && cell.match === match;
  return sheet.cells.find(same) ?? null;
}

function meanStages(samples: readonly Replication[]): Point["stages"] {
  const names = [
    ...new Set(samples.flatMap((replication) => Object.keys(replication.stages))),
  ] as (keyof Point["stages"])[];
  return Object.fromEntries(names.map((name) => [name, mean(samples, (replication) => replication.stages[name] ?? 0)]));
}

function comparisonsOf(samples: readonly Replication[]): Point["comparisons"] {
  const counted = samples.flatMap(({ comparisons }) => comparisons ?? []);
  const sum = counted.reduce((total, { mean: own }) => total + own, 0);
  return { mean: sum / Math.max(1, counted.length), max: Math.max(0, ...counted.map(({ max }) => max)) };
}

function mean<T>(samples: readonly T[], of: (sample: T) => number): number {
  return samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
}

function scaled(of: Estimate, factor: number): Estimate {
  return { ...of, value: of.value * factor, low: of.low * factor, high: of.high * factor };
}
