/** Threats to validity, kept and shown with the result. */

/** One threat: what is wrong, and what to do. */
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
  /** Ids of the points that it concerns; empty for the whole result. */
  readonly points: readonly string[];
}
