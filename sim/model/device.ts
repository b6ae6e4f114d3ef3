import type { Simulation } from "../engine/index.ts";
import { BackendThread, type BackendThreadParts } from "./backend/backend-thread.ts";
import { InKernelCounter } from "./backend/in-kernel-counter.ts";
import { PollWindow } from "./backend/poll-window.ts";
import { ShardedBackend } from "./backend/sharded-backend.ts";
import type { Completions } from "./completion/completions.ts";
import type { Threads } from "./cpu/threads.ts";
import type { Doorbell } from "./doorbell/doorbell.ts";
import type { Backend } from "./exit/backend.ts";
import { servedByThread, workerKind } from "./exit/served-by.ts";
import type { Observations } from "./observe/observations.ts";
import type { MachineSpec } from "./spec/machine-spec.ts";
import { BigLock } from "./vmm/big-lock.ts";
import type { CoalescedRingReader } from "./vmm/coalesced-ring-reader.ts";
import { DeferredHandler } from "./vmm/deferred-handler.ts";
import { Vmm } from "./vmm/vmm.ts";

/** Parts of the machine that a device is built into. */
export interface DeviceParts {
  readonly sim: Simulation;
  readonly threads: Threads;
  readonly observations: Observations;
  readonly completions: Completions;
  /** Null where doorbells are not coalesced. */
  readonly coalescedRing: CoalescedRingReader | null;
}

/** The two ways into a device: its backend behind the kernel, or the VMM. */
export interface Device {
  readonly backend: Backend;
  readonly vmm: Vmm;
}

/** Builds backend and VMM round one big lock, and starts the threads. */
export function makeDevice(spec: MachineSpec, host: DeviceParts, doorbells: readonly Doorbell[]): Device {
  const { sim, observations, completions, coalescedRing } = host;
  const lock = new BigLock(sim, spec.bigLock ?? "fair");
  if (workerKind(spec) === "counter") {
    const backend = new InKernelCounter({ observations, completions }, doorbells);
    return { backend, vmm: new Vmm({ lock, completions, observations, coalescedRing, deferred: null }) };
  }
  const backend = new ShardedBackend(workers(spec, { ...host, lock }, doorbells));
  const handler = spec.backend.handler ?? "inline";
  const deferred = handler === "inline" ? null : new DeferredHandler(sim, handler, (doorbell) => backend.of(doorbell));
  return { backend, vmm: new Vmm({ lock, completions, observations, coalescedRing, deferred }) };
}

function workers(
  spec: MachineSpec,
  host: DeviceParts & { lock: BigLock },
  doorbells: readonly Doorbell[],
): BackendThread[] {
  const { sim, threads, observations, completions } = host;
  const kind = workerKind(spec);
  const { count = 1, poll } = spec.backend;
  return Array.from({ length: count }, (_, index) => {
    const name = count === 1 ? kind : `${kind}${index}`;
    const own = doorbells.filter((doorbell) => doorbell.index % count === index);
    const workerHost: BackendThreadParts = {
      sim,
      thread: threads.worker(name),
      completions,
      observations,
      side: kind === "vhost" ? "kernel" : "user",
      lock: kind === "main-loop" ? host.lock : null,
      polling: poll && servedByThread(spec) ? new PollWindow(poll) : null, // without work that comes its way, it must not poll
    };
    const worker = new BackendThread(workerHost, own);
    sim.spawn(name, worker.run());
    return worker;
  });
}
