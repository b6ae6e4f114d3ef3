/** The utilisation of vcpus and backends in one replication, and which of them are saturated. */

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

/** The load of one station. Rates are requests a time unit. */
export interface StationLoad {
  /** The highest rate that it can serve. */
  readonly capacity: number;
  readonly arriving: number;
  /** Arrival rate over capacity; at 1 and above the station is saturated. */
  readonly utilisation: number;
}

/** The vcpus as one station, and the backend threads as another; null where nothing can saturate a station. */
export interface Utilisation {
  readonly vcpu: StationLoad | null;
  readonly backend: StationLoad | null;
  /** Share of the requests that found their ring full. */
  readonly full: number;
}

/** The load of both stations in a replication. */
export function utilisationOf(machine: MachineSpec, replication: Replication): Utilisation {
  const full = replication.fullRings / replication.requests;
  const backend = backendLoad(machine, replication, full);
  return { vcpu: vcpuLoad(machine, replication, full > 0 && isSaturated(backend)), backend, full };
}

type Busy = Pick<StationLoad, "utilisation"> | null;
export interface Stations {
  readonly vcpu: Busy;
  readonly backend: Busy;
  readonly full: number;
}

/** Whether requests wait before the store: vcpus are saturated, or full rings of a saturated backend hold them back. */
export function sourceBlocked({ vcpu, backend, full }: Stations): boolean {
  return isSaturated(vcpu) || (full > 0 && isSaturated(backend));
}

/** Whether requests pile up behind the store: the backend is saturated, and most requests find room on their ring. */
export function backendOverloaded({ backend, full }: Stations): boolean {
  return isSaturated(backend) && full < 0.5;
}

export function isSaturated(station: Busy): boolean {
  return station !== null && station.utilisation >= 1;
}

/**
 * A request occupies its vcpu until it is submitted, and again when it completes. `waits`: vcpus wait for room on the rings
 * of a saturated backend; that is no work of theirs.
 */
function vcpuLoad(machine: MachineSpec, replication: Replication, waits: boolean): StationLoad | null {
  const { requests, offered, submitted: asked, completed: done } = replication;
  const asking = askTime(replication) + (waits ? 0 : replication.ringWaited / requests);
  const answering = answerTime(replication);
  if (asking + answering === 0) return null;
  const capacity = machine.vcpus / (asking + answering);
  if (!isOpen(machine.workload)) return { capacity, arriving: offered, utilisation: 0 }; // a closed workload adapts to the vcpus
  const arriving = meanRate(machine.workload) ?? offered;
  const load = { capacity, arriving, utilisation: (arriving * asking + done * answering) / machine.vcpus };
  return waits ? load : withBacklog(load, { came: offered, left: asked, requests, workload: machine.workload });
}

/** A backend thread spends time on each request and on raising interrupts. Its other work is shared by many requests. */
function backendLoad(machine: MachineSpec, replication: Replication, full: number): StationLoad | null {
  const { backend, workload } = machine;
  const { count = 1 } = backend;
  const { raising, requests, offered, submitted: asked, completed: done } = replication;
  const each = perRequest(machine) + raising / requests;
  if (!servedByThread(machine) || each === 0 || waitsForCompletions(workload) || (full > 0 && !isOpen(workload)))
    return null;
  // Requests that its full rings hold back count as arrivals, unless it is idle at times: then something else holds them back.
  const heldBack = full > 0 && (done * each) / count >= busy;
  const rate = meanRate(workload);
  const told = rate === null || offered === 0 ? 1 : rate / offered; // a run is too short to show the nominal rate
  const arriving = told * (heldBack ? offered : asked);
  const load = { capacity: count / each, arriving, utilisation: (arriving * each) / count };
  // On a shared CPU the backend speeds up when the vcpus have ended: do not count that.
  const left = machine.host ? (asked * replication.completedByLast) / requests : done;
  return withBacklog(load, { came: asked, left, requests, workload });
}

/** A backend that is busy for this share of its time counts as never idle. */
const busy = 0.95;

/** The least backlog at the end of a run that is not chance: a share of all requests, a number of requests, and of batches or bursts. */
const backlog = { share: 0.02, requests: 50, lumps: 3 };

/** Rates of requests that came to a station and left it, in a run of so many requests. */
interface Passage {
  readonly came: number;
  readonly left: number;
  readonly requests: number;
  readonly workload: Workload;
}

/**
 * Corrects the load of a station whose backlog grew although its work fits its time: one of its threads has more work than
 * the others, or its threads wait for CPUs or a lock. Its capacity is then the rate that it reached.
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

/** Mean time that a request occupies its vcpu until it is submitted. */
function askTime({ metrics, issued, requests, submitWork }: Replication): number {
  return (metrics.rtt?.mean ?? 0) * (issued / requests) + submitWork / requests;
}

/** Mean time that a completion occupies its vcpu. */
function answerTime({ interruptTime, answerWork, requests }: Replication): number {
  return (interruptTime + answerWork) / requests;
}
