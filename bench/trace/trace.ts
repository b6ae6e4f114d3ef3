/** A recorded KVM trace. */

import type { Space } from "../../sim/index.ts";

/** One guest access that trapped. */
export interface TracedAccess {
  /** The vcpu's thread. */
  readonly thread: string;
  /** Nanoseconds on the trace's own clock; the buffer prints microseconds. */
  readonly time: number;
  readonly space: Space;
  readonly write: boolean;
  readonly address: bigint;
  readonly len: number;
}

export interface Trace {
  readonly accesses: readonly TracedAccess[];
  /** Exits to userspace by reason, as `kvm_userspace_exit` names it. */
  readonly userspaceExits: ReadonlyMap<string, number>;
  readonly events: number;
  /** Events that the kernel reports as lost; the counts are then too low. */
  readonly lost: number;
  readonly start: number;
  readonly end: number;
}

/** The file is not a trace, or is damaged. The message says what to do. */
export class TraceError extends Error {
  override readonly name = "TraceError";
}
