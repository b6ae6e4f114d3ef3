/** What the offered load asks of vcpus and backends, as one replication saw it, and which of them can not keep up. */

import { isOpen, type MachineSpec, waitsForAnswers, workerKind } from "../../sim/index.ts";
import type { Sample } from "./sample.ts";

/** Where requests wait for their turn, in requests a time unit. */
export interface Load {
  /** The most that it could do. */
  readonly capacity: number;
  /** Those that come to it. */
  readonly arriving: number;
  /** Share of its time that they ask of it; at 1 and above they come faster than it can do them. */
  readonly utilisation: number;
}

/** The vcpus as one station, and the backends' threads as another; null where nothing can overrun one. */
export interface Loads {
  readonly vcpu: Load | null;
  readonly backend: Load | null;
}

/** Reads the load of both stations off a sample. */
export function loadsOf(machine: MachineSpec, sample: Sample): Loads {
  const backend = backendLoad(machine, sample);
  return { vcpu: vcpuLoad(machine, sample, backend), backend };
}

/** A station, as far as saturation goes. */
type Busy = Pick<Load, "utilisation"> | null;
export type Stations = Readonly<Record<keyof Loads, Busy>>;

/** Whether requests come faster than the vcpus can ring, or than a backend serves them that holds the vcpus back. */
export function isHeldUp(machine: MachineSpec, { vcpu, backend }: Stations): boolean {
  return isSaturated(vcpu) || (isBounded(machine) && isSaturated(backend));
}

/** Whether requests come to the backend faster than it serves them, and pile up before it. */
export function fallsBehind(machine: MachineSpec, { backend }: Stations): boolean {
  return !isBounded(machine) && isSaturated(backend);
}

/** Whether more comes to a station than it can do. */
export function isSaturated(station: Busy): boolean {
  return station !== null && station.utilisation >= 1;
}

/** Whether rings that are full hold the guest back, so that its backlog is before them and not on them. */
function isBounded({ virtqueue }: MachineSpec): boolean {
  return virtqueue?.size !== undefined;
}

/** A request keeps its vcpu until the guest has asked, and again once there is an answer; those come no faster than the backend. */
function vcpuLoad(machine: MachineSpec, sample: Sample, backend: Load | null): Load | null {
  const { requests, offered } = sample;
  const held = isSaturated(backend) ? 0 : sample.ringWaited; // else it waits for a backend that can not keep up
  const asking = askTime(sample) + held / requests;
  const answering = answerTime(sample);
  if (asking + answering === 0) return null;
  const answered = Math.min(offered, backend?.capacity ?? Infinity);
  const utilisation = isOpen(machine.workload) ? (offered * asking + answered * answering) / machine.vcpus : 0; // it asks when it has time to
  return { capacity: machine.vcpus / (asking + answering), arriving: offered, utilisation };
}

/** A backend's thread works on each request, and on the interrupts that it raises; what else it does, it does for many at once. */
function backendLoad(machine: MachineSpec, sample: Sample): Load | null {
  const { backend, notify, workload } = machine;
  const { count = 1, handler = "inline" } = backend;
  const served = workerKind(machine) !== "counter" && (notify === "iofd" || handler !== "inline");
  const each = perRequest(machine) + sample.raising / sample.requests;
  if (!served || each === 0 || waitsForAnswers(workload) || (isBounded(machine) && !isOpen(workload))) return null;
  const arriving = isBounded(machine) ? sample.offered : sample.asked; // what a full ring holds back was due all the same
  return { capacity: count / each, arriving, utilisation: (arriving * each) / count };
}

function perRequest({ backend, virtqueue, costs }: MachineSpec): number {
  return (backend.service?.mean ?? 0) + (virtqueue ? (costs.thread["ring-take"]?.mean ?? 0) : 0);
}

/** How long one request keeps its vcpu from anything else until the guest has asked, on average. */
function askTime({ metrics, issued, requests, submitWork }: Sample): number {
  return (metrics.rtt?.mean ?? 0) * (issued / requests) + submitWork / requests;
}

/** The same for its answer. */
function answerTime({ interruptTime, answerWork, requests }: Sample): number {
  return (interruptTime + answerWork) / requests;
}
