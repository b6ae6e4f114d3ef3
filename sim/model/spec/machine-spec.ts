import type { Match, Notify } from "../../../bench/experiment/costs/round-trip-fit.ts";
import type { Space } from "../../kvm/access.ts";
import type { Kernel } from "../../kvm/vm.ts";
import type { PollSpec } from "../backend/poll-window.ts";
import type { CostSheet, Price } from "../costs/cost-sheet.ts";
import type { HostSpec } from "../cpu/fair-scheduler.ts";
import type { Suppression } from "../doorbell/notification-suppression.ts";
import type { LockKind } from "../vmm/big-lock.ts";
import type { HandlerKind } from "../vmm/deferred-handler.ts";
import type { Rung } from "../workload/doorbell-choice.ts";
import type { ReturnPath } from "./completion-spec.ts";
import type { GuestWork } from "./guest-work.ts";
import type { Workload } from "./workload-spec.ts";

/** Who acts on doorbells: a callback in the kernel, or a thread that has to be woken. */
export const backendKinds = ["counter", "iothread", "main-loop", "vhost"] as const;
export type BackendKind = (typeof backendKinds)[number];

/** The device's other half. */
export interface BackendSpec {
  readonly kind: BackendKind;
  readonly service: Price | undefined;
  /** Threads that share the doorbells; 1 if not given. */
  readonly count?: number;
  /** Looks for work for a while before it sleeps. */
  readonly poll?: PollSpec;
  /** What a doorbell that exits to the VMM makes it do; `inline` if not given. */
  readonly handler?: HandlerKind;
}

/** A virtqueue: how its sides spare each other notifications, and how many requests it has room for (endless if not given). */
export interface VirtqueueSpec {
  readonly suppression: Suppression;
  readonly size?: number;
}

/** One simulated machine, described as plain data: a sweep point without its repetitions. */
export interface MachineSpec {
  readonly kernel: Kernel;
  /** `lifted` asks what more than v7's six devices would cost, though v7 would crash on the seventh. */
  readonly deviceLimit: "kernel" | "lifted";
  readonly costs: CostSheet;
  readonly vcpus: number;
  readonly workload: Workload;
  /** CPU time that each request takes in the guest; none if not given. Work on answers needs a way back. */
  readonly work?: GuestWork;
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly notify: Notify;
  /** `exponent` is that of Zipf's law, where it chooses the doorbell; 1 if not given. */
  readonly regions: {
    readonly count: number;
    readonly rung: Rung;
    readonly match: Match;
    readonly exponent?: number;
    /** Iofds of other devices on the same bus, never rung. */
    readonly others?: number;
  };
  readonly backend: BackendSpec;
  /** The CPUs that all threads share; without it, each thread is alone on a CPU of its own. */
  readonly host?: HostSpec;
  /** Whether the CPU tells MMIO faults apart (EPT misconfiguration, or SVM's equivalent), so that zero-length doorbells hit before any decoding. */
  readonly fastMmio?: boolean;
  /** How the VMM's big lock is handed on; `fair` if not given. */
  readonly bigLock?: LockKind;
  /** A virtqueue behind each doorbell; without one, the doorbell itself is the request. */
  readonly virtqueue?: VirtqueueSpec;
  /** The way back to the guest; without one, it polls for answers or does not wait for them. */
  readonly return?: ReturnPath;
}

/** Which repetition of it to run, and how much of it to count. */
export interface RunSpec {
  readonly seed: number;
  readonly replication: number;
  /** Requests of all vcpus together, and how many of the first are not counted. */
  readonly requests: number;
  readonly warmup: number;
  readonly keep: "series" | "totals";
}

/** The kind of thread that does the device's work, however its doorbells arrive. */
export function workerKind({
  notify,
  backend,
}: Pick<MachineSpec, "notify"> & { backend: Pick<BackendSpec, "kind" | "handler"> }): BackendKind {
  if (notify === "iofd" || backend.handler === undefined || backend.handler === "inline") return backend.kind;
  return backend.handler === "iothread" ? "iothread" : "main-loop";
}
