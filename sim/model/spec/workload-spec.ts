import type { Price } from "../costs/cost-sheet.ts";

/** Which of the device's doorbells the guest rings. */
export const doorbellChoices = ["first", "last", "uniform", "zipf"] as const;
/** One of these choices. */
export type DoorbellChoice = (typeof doorbellChoices)[number];

/**
 * When the guest asks. `batch` requests are due at once, on one ring, and are rung for once; 1 if not given. Rates are
 * those of requests: of batches there are that many fewer.
 */
export type Workload =
  /**
   * Without `depth`, each vcpu asks again `think` after its last doorbell returned, answered or not. With it, each vcpu
   * keeps up to `depth` requests in flight: `think` after so many were answered that it has room for a batch, or for all
   * of `depth` where that is less, the next is due.
   */
  | { readonly kind: "closed"; readonly think: Price; readonly depth?: number; readonly batch?: number }
  /** Requests are due at random, `rate` a second over all vcpus together; a busy vcpu asks late. */
  | { readonly kind: "poisson"; readonly rate: number; readonly batch?: number }
  /** Requests are due evenly spaced, `rate` a second over all vcpus together. */
  | { readonly kind: "deterministic"; readonly rate: number; readonly batch?: number }
  /** Bursts: at random, `rate` a second, for a random time of mean `on`; then none for one of mean `off` (both in ns). */
  | {
      readonly kind: "on-off";
      readonly rate: number;
      readonly on: number;
      readonly off: number;
      readonly batch?: number;
    }
  /** Requests are due at recorded times, in ns from the first; one vcpu. */
  | { readonly kind: "trace"; readonly arrivals: readonly number[] };

/** Requests that are due whether or not the guest keeps up. */
export type OpenWorkload = Exclude<Workload, { kind: "closed" }>;

/** Whether requests are due whether or not the guest keeps up. */
export function isOpen(workload: Workload): workload is OpenWorkload {
  return workload.kind !== "closed";
}

/** Requests that are due in a ns, on average over all time; null where that is not stated. */
export function meanRate(workload: Workload): number | null {
  if (workload.kind === "closed" || workload.kind === "trace") return null;
  const share = workload.kind === "on-off" ? workload.on / (workload.on + workload.off) : 1;
  return (workload.rate * share) / 1e9;
}

/** Requests of an average burst; null where there are none. */
export function burstOf(workload: Workload): number | null {
  return workload.kind === "on-off" ? (workload.rate * workload.on) / 1e9 : null;
}

/** Whether a request is due only because an earlier one was answered: such a system can not be overrun. */
export function waitsForCompletions(workload: Workload): boolean {
  return workload.kind === "closed" && workload.depth !== undefined;
}
