import type { Price } from "./cost-sheet.ts";

/** When the guest asks. */
export type Workload =
  /**
   * Without `depth`, each vcpu asks again `think` after its last doorbell returned, answered or not. With it, each vcpu
   * keeps `depth` requests in flight: `think` after one was answered, the next is due.
   */
  | { readonly kind: "closed"; readonly think: Price; readonly depth?: number }
  /** Requests are due at random, `rate` a second over all vcpus together; a busy vcpu asks late. */
  | { readonly kind: "poisson"; readonly rate: number }
  /** Requests are due evenly spaced, `rate` a second over all vcpus together. */
  | { readonly kind: "deterministic"; readonly rate: number }
  /** Bursts: at random, `rate` a second, for a random time of mean `on`; then none for one of mean `off` (both in ns). */
  | { readonly kind: "on-off"; readonly rate: number; readonly on: number; readonly off: number }
  /** Requests are due at recorded times, in ns from the first; one vcpu. */
  | { readonly kind: "trace"; readonly arrivals: readonly number[] };

/** Requests that are due whether or not the guest keeps up. */
export type OpenWorkload = Exclude<Workload, { kind: "closed" }>;

/** Whether requests are due whether or not the guest keeps up. */
export function isOpen(workload: Workload): workload is OpenWorkload {
  return workload.kind !== "closed";
}

/** Whether a request is due only because an earlier one was answered: such a system can not be overrun. */
export function waitsForAnswers(workload: Workload): boolean {
  return workload.kind === "closed" && workload.depth !== undefined;
}
