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

/** One simulated machine as plain data: a sweep point without its replications. */
export interface MachineSpec {
  readonly kernel: Kernel;
  /** `lifted` asks what more than six devices would cost on a kernel that takes no more. */
  readonly deviceLimit: "kernel" | "lifted";
  readonly costs: CostSheet;
  readonly vcpus: number;
  readonly workload: Workload;
  /** CPU time of the guest on each request; none if not given. Work on completions needs `return`. */
  readonly work?: GuestWork;
  readonly space: Space;
  readonly address: bigint;
  readonly len: number;
  readonly notify: Notify;
  /** `exponent` is that of Zipf's law; 1 if not given. */
  readonly regions: {
    readonly count: number;
    readonly choice: DoorbellChoice;
    readonly match: Match;
    readonly exponent?: number;
    /** Doorbells of other devices on the same bus, never rung. */
    readonly others?: number;
  };
  readonly backend: BackendSpec;
  /** CPUs that all threads share; without it, each thread has its own. */
  readonly host?: HostSpec;
  /**
   * Whether the CPU tells MMIO faults from others (EPT misconfiguration, or SVM's equivalent), so that zero-length
   * doorbells are found before decoding.
   */
  readonly fastMmio?: boolean;
  /** `fair` if not given. */
  readonly bigLock?: LockKind;
  /** A virtqueue behind each doorbell; without one, the doorbell itself is the request. */
  readonly virtqueue?: VirtqueueSpec;
  /** Interrupts for completions; without it, the guest polls for them or does not wait. */
  readonly return?: CompletionSpec;
}

/** Which replication to run, and how much of it to count. */
export interface RunSpec {
  readonly seed: number;
  readonly replication: number;
  /** Requests of all vcpus together, and how many of the first are not counted. */
  readonly requests: number;
  readonly warmup: number;
  readonly keep: "series" | "totals";
}
