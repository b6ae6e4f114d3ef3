/** A pilot: a replication that is never counted, reduced to what a plan asks of it. */

import { batchOf, Machine, type MachineSpec, type Series } from "../../../sim/index.ts";
import { driftOf, mser5, type Truncation } from "../stats/warmup.ts";
import { replicationOf } from "./replication.ts";
import { backendOverloaded, sourceBlocked, type Utilisation, utilisationOf } from "./saturation.ts";

/** One pilot to run. */
export interface PilotJob {
  readonly machine: MachineSpec;
  readonly seed: number;
  /** Requests of all vcpus together. */
  readonly requests: number;
  /** Requests to leave out, where the scenario says how many. */
  readonly warmup: "auto" | number;
}

/** What a plan needs to know of a point. Its size does not depend on the pilot's length. */
export interface PilotFacts {
  /** Random numbers drawn; 0 means that every replication is the same. */
  readonly draws: number;
  /** Requests to leave out at the start. */
  readonly warmup: number;
  /** Whether the warm-up rule found a steady part; true where it was not asked. */
  readonly steady: boolean;
  /** Whether any metric of the point has a steady state. */
  readonly settles: boolean;
  /** Relative difference of the means of the two halves after the warm-up, of the metric that differs most. */
  readonly drift: number;
}

/** Runs a pilot as replication 0, which keeps the durations of every request, and reduces them. */
export function pilot({ machine: spec, seed, requests, warmup }: PilotJob): PilotFacts {
  const machine = new Machine(spec, { seed, replication: 0, requests, warmup: 0, keep: "series" });
  const { series: seen } = machine.run();
  const utilisation = utilisationOf(spec, replicationOf(machine, spec));
  const series = spec.workload.kind === "trace" ? [] : steadySeries(utilisation, seen);
  const start = warmup === "auto" || series.length === 0 ? startOf(series) : { observations: warmup, settled: true };
  const batch = batchOf(spec.workload);
  const from = Math.ceil(start.observations / batch) * batch;
  return {
    draws: machine.draws,
    warmup: start.observations,
    steady: start.settled,
    settles: series.length > 0,
    drift: Math.max(0, ...series.map((own) => driftOf(own.slice(from), batch))),
  };
}

/** The series of the metrics that have a steady state, without the requests that nobody took. */
function steadySeries(utilisation: Utilisation, { response, notify, completion }: Series): readonly number[][] {
  const all = [
    ...(sourceBlocked(utilisation) ? [] : [response]),
    ...(backendOverloaded(utilisation) ? [] : [notify, completion]),
  ];
  return all.map((own) => own.filter(() => true)).filter(({ length }) => length > 0);
}

/** The request from which on all of these are steady. */
function startOf(series: readonly (readonly number[])[]): Truncation {
  const all = series.map(mser5);
  return {
    observations: Math.max(0, ...all.map(({ observations }) => observations)),
    settled: all.every(({ settled }) => settled),
  };
}
