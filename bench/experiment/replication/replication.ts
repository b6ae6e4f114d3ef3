/** One replication of one point, as plain data that crosses between threads. */

import {
  countsOf,
  isOpen,
  Machine,
  type MachineSpec,
  type Observations,
  type RunSpec,
  type Stage,
  type Tally,
} from "../../../sim/index.ts";
import type { Counted } from "../result/measures.ts";
import { type Metric, metrics, type WakeUp } from "../result/metrics.ts";

/** A tally as plain numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
}

/** One replication. Its size does not depend on the number of requests. */
export interface Replication extends Counted {
  readonly metrics: { readonly [metric in Metric]: Summary | null };
  readonly stages: { readonly [stage in Stage]?: number };
  readonly comparisons: Summary | null;
  /** CPU time of vcpu threads outside their guest's own work; null where only doorbells take any. */
  readonly vcpuOverhead: number | null;
  /** Time that vcpus spent on interrupts. */
  readonly interruptTime: number;
  /** Share of the run that each shared CPU was busy; null where each thread has its own. */
  readonly cpus: readonly number[] | null;
  /** Time until woken backends had read their eventfds. */
  readonly waking: WakeUp;
  /** Requests due in a time unit, over the measured part. */
  readonly offered: number;
  /** Requests submitted in a time unit. */
  readonly submitted: number;
  /** Requests completed in a time unit; where nobody waits for completions, served. */
  readonly completed: number;
  /** Random numbers drawn; 0 means that every replication is the same. */
  readonly draws: number;
  readonly events: number;
  readonly fingerprint: string;
}

/** CPU time of one request: that of its vcpu, without sleep for the big lock, and that of the backend threads. */
export function cpuPerRequest(replication: Replication): number {
  const slept = (replication.stages.lock ?? 0) * (replication.issued / replication.requests);
  const ofVcpu =
    replication.vcpuOverhead === null ? exitTime(replication) - slept : replication.vcpuOverhead / replication.requests;
  return ofVcpu + replication.backendBusy / replication.requests;
}

/** Mean time that one request keeps its vcpu from running the guest. */
function exitTime({ metrics, issued, requests, interruptTime }: Replication): number {
  return (metrics.rtt?.mean ?? 0) * (issued / requests) + interruptTime / requests;
}

/** One replication to run. */
export interface Job {
  readonly machine: MachineSpec;
  readonly run: RunSpec;
}

/** Runs one replication. Deterministic: the same job gives the same replication on any machine. */
export function replicate({ machine: spec, run }: Job): Replication {
  const machine = new Machine(spec, run);
  machine.run();
  return replicationOf(machine, spec);
}

/** Reads a replication off a machine that has run. */
export function replicationOf(machine: Machine, spec: MachineSpec): Replication {
  const { observations: seen, sim } = machine;
  return {
    ...countsOf(seen),
    exits: { ...seen.exits },
    ...timesOf(machine, spec),
    ...ratesOf(seen, spec),
    metrics: Object.fromEntries(metrics.map((metric) => [metric, summary(seen[metric])])) as Replication["metrics"],
    stages: seen.stageMeans(),
    comparisons: summary(seen.comparisons),
    draws: machine.draws,
    events: sim.events,
    fingerprint: sim.fingerprint,
  };
}

type Times = "span" | "halted" | "interruptTime" | "lockWaited" | "backendBusy" | "vcpuOverhead" | "waking";

function timesOf(
  { observations: seen, threads, sim, device, haltedTime }: Machine,
  spec: MachineSpec,
): Pick<Replication, Times | "cpus" | "switches"> {
  return {
    span: sim.now,
    halted: haltedTime,
    interruptTime: seen.vcpuTime.interrupts,
    lockWaited: device.vmm.lock.waited,
    backendBusy: threads.workersBusy,
    vcpuOverhead: spec.return || spec.host ? threads.vcpusBusy - seen.guestWork : null,
    waking: { ...threads.workersWoken, reading: seen.reading },
    cpus: threads.cpus?.utilisation ?? null,
    switches: threads.cpus?.switches ?? 0,
  };
}

/** Nothing completes faster than it is submitted, nor is submitted faster than it is due; ends of batches may seem so. */
function ratesOf(
  { flow }: Observations,
  { workload }: MachineSpec,
): Pick<Replication, "offered" | "submitted" | "completed"> {
  const { due, submitted, completed } = flow;
  const rate = isOpen(workload) ? Math.min(submitted.rate, due.rate) : submitted.rate;
  return { offered: due.rate, submitted: rate, completed: Math.min(completed.rate, rate) };
}

function summary(tally: Tally): Summary | null {
  if (tally.count === 0) return null;
  const { count, mean, min, max } = tally;
  const [p50, p90, p99, p999] = [0.5, 0.9, 0.99, 0.999].map((p) => tally.quantile(p)) as [
    number,
    number,
    number,
    number,
  ];
  return { count, mean, min, max, p50, p90, p99, p999 };
}
