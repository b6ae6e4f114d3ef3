/** Threats to validity, kept with the result and shown with it: what to know before believing a number. */

/** One threat, in words for the reader, with what to do about it. */
export interface Warning {
  readonly kind:
    | "borrowed-costs"
    | "instants-unknown"
    | "search-unpriced"
    | "limit-lifted"
    | "saturated"
    | "near-saturation"
    | "no-steady-state"
    | "drift"
    | "few-bursts"
    | "monopolised-vcpu"
    | "trace-incomplete"
    | "open-loop-replay"
    | "lone-ring"
    | "idle-unpriced"
    | "ring-unpriced"
    | "ring-full"
    | "batch-cut"
    | "ideal-lock"
    | "lock-convoy"
    | "fast-mmio-off";
  readonly message: string;
  /** The points it concerns; empty for the whole result. */
  readonly points: readonly string[];
}
