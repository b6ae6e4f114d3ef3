import type { Simulation } from "../../engine/index.ts";
import type { IoBus } from "../../kvm/io-bus.ts";
import type { RequestPool } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";
import type { Match, Notify } from "../spec/notify.ts";
import type { RequestSource } from "../workload/request-source.ts";
import type { Backend, UserspaceHandler } from "./backend.ts";
import type { FastMmio } from "./fast-mmio.ts";
import type { DeviceMutex } from "./kvm-lock.ts";

/** What a vcpu thread meets outside the guest. */
export interface ExitContext {
  readonly sim: Simulation;
  /** The bus of the address space that the guest rings in: the real search. */
  readonly bus: IoBus;
  readonly notify: Notify;
  readonly match: Match;
  /** What an MMIO fault tries before its instruction is decoded, where the CPU can tell such faults apart. */
  readonly fastMmio: FastMmio | null;
  /** v7 runs device operations under the VM-wide mutex `kvm->lock`; later kernels search without a lock. */
  readonly deviceLock: DeviceMutex | null;
  readonly vmm: UserspaceHandler;
  readonly backend: Backend;
  readonly source: RequestSource;
  readonly pool: RequestPool;
  readonly observations: Observations;
}
