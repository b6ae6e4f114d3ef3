/** What the offered load asks of vcpus and backends, as one replication saw it, and which of them can not keep up. */

import {
  batchOf,
  burstOf,
  isOpen,
  type MachineSpec,
  meanRate,
  servedByThread,
  type Workload,
  waitsForCompletions,
} from "../../../sim/index.ts";
import type { Replication } from "./replication.ts";

/** Where requests wait for their turn, in requests a time unit. */
export interface StationLoad {
  /** The most that it could do. */
  readonly capacity: number;
  /** Those that come to it. */
  readonly arriving: number;
  /** Share of its time that they ask of it; at 1 and above they come faster than it can do them. */
  readonly utilisation: number;
}

/** The vcpus as one station, and the backends' threads as another; null where nothing can overrun one. */
export interface Utilisation {
  readonly vcpu: StationLoad | null;
  readonly backend: StationLoad | null;
  /** Share of the requests that found their ring full. */
  readonly full: number;
}

/** Reads the load of both stations off a sample. */
export function utilisationOf(machine: MachineSpec, sample: Replication): Utilisation {
  const full = sample.fullRings / sample.requests;
  const backend = backendLoad(machine, sample, full);
  return { vcpu: vcpuLoad(machine, sample, full > 0 && isSaturated(backend)), backend, full };
}

/** A station, as far as saturation goes. */
type Busy = Pick<StationLoad, "utilisation"> | null;
export interface Stations {
  readonly vcpu: Busy;
  readonly backend: Busy;
  readonly full: number;
}

/** Whether requests come faster than the vcpus can ring, or than a backend serves them whose full rings hold the vcpus back. */
export function sourceBlocked({ vcpu, backend, full }: Stations): boolean {
  return isSaturated(vcpu) || (full > 0 && isSaturated(backend));
}

/** Whether requests come to the backend faster than it serves them, and pile up before it: rings are not full for most. */
export function backendOverloaded({ backend, full }: Stations): boolean {
  return isSaturated(backend) && full < 0.5;
}

/** Whether more comes to a station than it can do. */
export function isSaturated(station: Busy): boolean {
  return station !== null && station.utilisation >= 1;
}

/**
 * A request keeps its vcpu until the guest has asked, and again once there is an answer; those come no faster than the
 * backend. `waits`: for room on rings before a backend that can not keep up, which is no work of the vcpu's.
 */
function vcpuLoad(machine: MachineSpec, sample: Replication, waits: boolean): StationLoad | null {
  const { requests, offered, submitted: asked, completed: done } = sample;
  const asking = askTime(sample) + (waits ? 0 : sample.ringWaited / requests);
  const answering = answerTime(sample);
  if (asking + answering === 0) return null;
  const capacity = machine.vcpus / (asking + answering);
  if (!isOpen(machine.workload)) return { capacity, arriving: offered, utilisation: 0 }; // it asks when it has time to
  const arriving = meanRate(machine.workload) ?? offered;
  const load = { capacity, arriving, utilisation: (arriving * asking + done * answering) / machine.vcpus };
  return waits ? load : withBacklog(load, { came: offered, left: asked, requests, workload: machine.workload });
}

/** A backend's thread works on each request, and on the interrupts that it raises; what else it does, it does for many at once. */
function backendLoad(machine: MachineSpec, sample: Replication, full: number): StationLoad | null {
  const { backend, workload } = machine;
  const { count = 1 } = backend;
  const { raising, requests, offered, submitted: asked, completed: done } = sample;
  const each = perRequest(machine) + raising / requests;
  if (!servedByThread(machine) || each === 0 || waitsForCompletions(workload) || (full > 0 && !isOpen(workload)))
    return null;
  // What its full rings hold back was due all the same; if it has time to spare, something else holds it back.
  const heldBack = full > 0 && (done * each) / count >= busy;
  const rate = meanRate(workload);
  const told = rate === null || offered === 0 ? 1 : rate / offered; // a run is too short to tell as well
  const arriving = told * (heldBack ? offered : asked);
  const load = { capacity: count / each, arriving, utilisation: (arriving * each) / count };
  // On a CPU that it shares it gets more done once the vcpus have ended: that is not counted.
  const left = machine.host ? (asked * sample.completedByLast) / requests : done;
  return withBacklog(load, { came: asked, left, requests, workload });
}

/** A backend that works for this share of its time has none to spare. */
const busy = 0.95;

/** A backlog at the end of a run that is no chance: a share of all requests, and a number of them, or of batches or bursts. */
const backlog = { share: 0.02, requests: 50, lumps: 3 };

/** How many requests came to a station, and left it, in a time unit, of a run of so many. */
interface Passage {
  readonly came: number;
  readonly left: number;
  readonly requests: number;
  readonly workload: Workload;
}

/**
 * A station of which more asks than its work tells: one of its threads has more to do than the others, or its threads wait
 * for CPUs or a lock. If a backlog was seen to grow, what it got done is what it can do.
 */
function withBacklog(load: StationLoad, { came, left, requests, workload }: Passage): StationLoad {
  const capacity = Math.max(left, came / requests); // one request was done at least
  const stayed = came - capacity;
  const fewest = Math.max(backlog.requests, backlog.lumps * Math.max(batchOf(workload), burstOf(workload) ?? 0));
  const grew = stayed > 0 && stayed >= backlog.share * came && stayed * requests >= fewest * came;
  return grew && !isSaturated(load) ? { arriving: came, capacity, utilisation: came / capacity } : load;
}

function perRequest({ backend, virtqueue, costs }: MachineSpec): number {
  return (backend.service?.mean ?? 0) + (virtqueue ? (costs.thread["ring-take"]?.mean ?? 0) : 0);
}

/** How long one request keeps its vcpu from anything else until the guest has asked, on average. */
function askTime({ metrics, issued, requests, submitWork }: Replication): number {
  return (metrics.rtt?.mean ?? 0) * (issued / requests) + submitWork / requests;
}

/** The same for its answer. */
function answerTime({ interruptTime, answerWork, requests }: Replication): number {
  return (interruptTime + answerWork) / requests;
}
