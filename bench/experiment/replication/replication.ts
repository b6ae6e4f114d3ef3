/** What one replication of one point observed, as plain data that crosses between threads. */

import { isOpen, Machine, type MachineSpec, type RunSpec, type Stage, type Tally } from "../../../sim/index.ts";
import type { Metric, WakeUp } from "../result/metrics.ts";

/** A tally in numbers. */
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
export interface Replication {
  readonly metrics: { readonly [metric in Metric]: Summary | null };
  readonly stages: { readonly [stage in Stage]?: number };
  /** All requests and doorbells of the run, warm-up included. */
  readonly requests: number;
  readonly issued: number;
  readonly inKernel: number;
  readonly userspace: number;
  readonly handlerRuns: number;
  readonly wakeups: number;
  readonly backendBusy: number;
  /** Time that vcpu threads spent on a CPU without running their guest's own work; null where only doorbells cost any. */
  readonly vcpuOverhead: number | null;
  /** Time that backends spent raising interrupts. */
  readonly raising: number;
  /** The most requests that came while a VMM served one doorbell, and were served before its vcpu was let go. */
  readonly mostDuringExit: number;
  /** Time that the guest's work on requests took its vcpus, before they were made and after they were answered. */
  readonly submitWork: number;
  readonly answerWork: number;
  readonly interrupts: number;
  /** Time that vcpus spent on them. */
  readonly interruptTime: number;
  readonly halts: number;
  /** Time that vcpus were halted, all together. */
  readonly halted: number;
  readonly fastMmio: number;
  /** Time that backends looked for work, and that all threads waited for the big lock. */
  readonly polled: number;
  readonly lockWaited: number;
  /** Requests that found their ring full, and the time that vcpus had nothing to do but wait for room. */
  readonly fullRings: number;
  readonly ringWaited: number;
  /** Share of the time that each shared CPU was busy, and how often one switched to a thread. */
  readonly cpus: readonly number[] | null;
  readonly switches: number;
  /** Time until woken backends had read what woke them: their CPUs left idle states, switched, and they read. */
  readonly waking: WakeUp;
  /** Length of the run. */
  readonly span: number;
  /** Requests due, made, and done (answered, or served where nobody notices answers) per time unit over the measured part. */
  readonly offered: number;
  readonly submitted: number;
  readonly completed: number;
  /** How many requests of all were done when the guest went on after its last. */
  readonly completedByLast: number;
  readonly comparisons: Summary | null;
  /** Random numbers drawn; 0 means that every replication is this one. */
  readonly draws: number;
  readonly events: number;
  readonly fingerprint: string;
}

/** Time on a CPU that one request costs: its vcpu's, less what it slept for the big lock, and that of the backend's threads. */
export function cpuPerRequest(sample: Replication): number {
  const slept = (sample.stages.lock ?? 0) * (sample.issued / sample.requests);
  const ofVcpu = sample.vcpuOverhead === null ? exitTime(sample) - slept : sample.vcpuOverhead / sample.requests;
  return ofVcpu + sample.backendBusy / sample.requests;
}

/** How long one request keeps its vcpu from running the guest, on average. */
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
  const seen = machine.observations;
  const { due, submitted: asked, resumed: done } = seen.flow;
  // Nothing is done faster than it is asked for, but ends of lumps may make it seem so.
  const askedRate = isOpen(spec.workload) ? Math.min(asked.rate, due.rate) : asked.rate;
  return {
    metrics: {
      rtt: summary(seen.rtt),
      rttWoke: summary(seen.rttWoke),
      rttQuiet: summary(seen.rttQuiet),
      issueDelay: summary(seen.issueDelay),
      response: summary(seen.response),
      notify: summary(seen.notify),
      completion: summary(seen.completion),
    },
    stages: seen.stageMeans(),
    requests: seen.requests,
    issued: seen.issued,
    inKernel: seen.exits["fast-mmio"] + seen.exits["in-kernel"],
    userspace: seen.exits.userspace,
    handlerRuns: seen.handlerRuns,
    wakeups: seen.wakeups,
    vcpuOverhead: spec.return || spec.host ? machine.threads.vcpusBusy - seen.guestWork : null,
    cpus: machine.threads.cpus?.utilisation ?? null,
    switches: machine.threads.cpus?.switches ?? 0,
    raising: seen.raising,
    mostDuringExit: seen.mostDuringExit,
    submitWork: seen.submitWork,
    answerWork: seen.answerWork,
    interrupts: seen.interrupts,
    interruptTime: seen.vcpuTime.interrupts,
    halts: seen.halts,
    halted: machine.haltedTime,
    fastMmio: seen.exits["fast-mmio"],
    polled: seen.polled,
    lockWaited: machine.device.vmm.lock.waited,
    fullRings: seen.fullRings,
    ringWaited: seen.ringWaited,
    waking: { ...machine.threads.workersWoken, reading: seen.reading },
    span: machine.sim.now,
    backendBusy: machine.threads.workersBusy,
    offered: due.rate,
    submitted: askedRate,
    completed: Math.min(done.rate, askedRate),
    completedByLast: seen.completedByLast,
    comparisons: summary(seen.comparisons),
    draws: machine.draws,
    events: machine.sim.events,
    fingerprint: machine.sim.fingerprint,
  };
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
