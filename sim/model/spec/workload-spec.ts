import type { Price } from "../costs/cost-sheet.ts";

/** Which of the device's doorbells the guest rings. */
export const doorbellChoices = ["first", "last", "uniform", "zipf"] as const;
/** One choice. */
export type DoorbellChoice = (typeof doorbellChoices)[number];

/**
 * When the guest submits requests. `batch` requests are due at once, lie on one ring and are rung for once; 1 if not
 * given. Rates count requests, not batches.
 */
export type Workload =
  /**
   * Without `depth`, each vcpu submits its next request `think` after its last doorbell returned. With it, each vcpu
   * keeps up to `depth` requests in flight: the next batch is due `think` after enough completions to make room for it,
   * or for `depth` requests if the batch is larger.
   */
  | { readonly kind: "closed"; readonly think: Price; readonly depth?: number; readonly batch?: number }
  /** Requests arrive at random, `rate` a second for all vcpus together; a busy vcpu is late. */
  | { readonly kind: "poisson"; readonly rate: number; readonly batch?: number }
  /** Requests arrive evenly spaced, `rate` a second for all vcpus together. */
  | { readonly kind: "deterministic"; readonly rate: number; readonly batch?: number }
  /**
   * Bursts: random arrivals at `rate` a second for a random time of mean `on`, then none for one of mean `off` (both in
   * ns).
   */
  | {
      readonly kind: "on-off";
      readonly rate: number;
      readonly on: number;
      readonly off: number;
      readonly batch?: number;
    }
  /** Requests arrive at recorded times, in ns from the first; one vcpu. */
  | { readonly kind: "trace"; readonly arrivals: ArrayLike<number> };

/** A workload whose requests arrive whether or not the guest keeps up. */
export type OpenWorkload = Exclude<Workload, { kind: "closed" }>;

/** Whether requests arrive whether or not the guest keeps up. */
export function isOpen(workload: Workload): workload is OpenWorkload {
  return workload.kind !== "closed";
}

/** Mean arrival rate in requests a ns; null where none is stated. */
export function meanRate(workload: Workload): number | null {
  if (workload.kind === "closed" || workload.kind === "trace") return null;
  const share = workload.kind === "on-off" ? workload.on / (workload.on + workload.off) : 1;
  return (workload.rate * share) / 1e9;
}

/** Requests of a mean burst; null where there are no bursts. */
export function burstOf(workload: Workload): number | null {
  return workload.kind === "on-off" ? (workload.rate * workload.on) / 1e9 : null;
}

/** Whether requests are due only after completions: such a system cannot be overloaded. */
export function waitsForCompletions(workload: Workload): boolean {
  return workload.kind === "closed" && workload.depth !== undefined;
}
