import type { RandomStream } from "../engine/index.ts";
import type { Price } from "./cost-sheet.ts";
import { quantize } from "./cost-sheet.ts";
import { type Draw, drawOf } from "./prices.ts";

/** When the guest rings. */
export type Workload =
  /** Each vcpu rings again `think` after its last doorbell returned. */
  | { readonly kind: "closed"; readonly think: Price }
  /** Doorbells are due at random, `rate` a second over all vcpus together; a busy vcpu rings late. */
  | { readonly kind: "poisson"; readonly rate: number }
  /** Doorbells are due at recorded times, in ns from the first; one vcpu. */
  | { readonly kind: "trace"; readonly arrivals: readonly number[] };

/** When a vcpu's next doorbell is due, given when it became free. Asked once a request, in request order. */
export type NextArrival = (index: number, free: number) => number;

/** The arrivals of one of `vcpus` vcpus. */
export function arrivals(workload: Workload, vcpus: number, stream: () => RandomStream): NextArrival {
  if (workload.kind === "closed") {
    const think = drawOf(workload.think, stream);
    return (_, free) => free + think();
  }
  if (workload.kind === "trace") return (index) => quantize(workload.arrivals[index]!);
  const gap = drawOf({ kind: "exponential", mean: (1e9 / workload.rate) * vcpus }, stream);
  return accumulate(gap);
}

function accumulate(gap: Draw): NextArrival {
  let due = 0;
  return () => {
    due += gap();
    return due;
  };
}

/** Whether arrivals come whether or not the guest keeps up. */
export function isOpen(workload: Workload): boolean {
  return workload.kind !== "closed";
}
