import type { Space } from "../../kvm/access.ts";
import type { Kernel } from "../../kvm/vm.ts";
import type { CostSheet } from "../costs/cost-sheet.ts";
import type { BackendSpec } from "./backend-spec.ts";
import type { CompletionSpec } from "./completion-spec.ts";
import type { GuestWork } from "./guest-work.ts";
import type { HostSpec, LockKind } from "./host-spec.ts";
import type { Match, Notify } from "./notify.ts";
import type { VirtqueueSpec } from "./virtqueue-spec.ts";
import type { DoorbellChoice, Workload } from "./workload-spec.ts";

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
    readonly rung: DoorbellChoice;
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
  readonly return?: CompletionSpec;
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
