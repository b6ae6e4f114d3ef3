/**
 * A cost sheet as the model uses it: durations in one time unit, rounded to the model's resolution. Their origin (kind,
 * flags, source) stays with the result.
 */

import type { Space } from "../../kvm/access.ts";

/** The parts of a doorbell's round trip, in the order in which a vcpu lives them. They sum to rtt. */
export const stages = [
  "exit",
  "decode",
  "kvm-lock",
  "bus",
  "datamatch",
  "signal",
  "wake",
  "coalesce",
  "hop",
  "to-userspace",
  "dispatch",
  "lock",
  "handler",
  "inject",
  "to-kernel",
  "entry",
  "residual",
  "cpu-wait",
] as const;
/** One part of a doorbell's round trip. */
export type Stage = (typeof stages)[number];

/** Position of each stage in `StageTimes`. Hot code copies positions into constants, which V8 folds. */
export const STAGE = Object.freeze(Object.fromEntries(stages.map((stage, index) => [stage, index]))) as {
  readonly [stage in Stage]: StageIndex<stage>;
};
declare const stageBrand: unique symbol;
/** A position whose type names its stage, so that `spend` accepts only stages with a price. */
export type StageIndex<S extends Stage = Stage> = number & { readonly [stageBrand]: S };

/** Stages that are waited for or computed, and so have no price of their own. */
export const unpricedStages = [
  "kvm-lock",
  "bus",
  "lock",
  "handler",
  "inject",
  "cpu-wait",
] as const satisfies readonly Stage[];
type Unpriced = (typeof unpricedStages)[number];

/** A stage with a price; it may differ between PIO and MMIO. */
export type PricedStage = Exclude<Stage, Unpriced>;

/**
 * Costs of host threads and, for interrupts, of the guest's vcpu. `inject` raises an interrupt through an irqfd,
 * `irq-ioctl` through an ioctl. `kick` or `posted-interrupt` delivers it to a running guest. `interrupt` is the guest's
 * handler, `eoi` its end of interrupt, free where interrupts are posted. `poll-check` polls one handler once.
 * `ring-put` puts a request on a virtqueue (guest), `ring-take` takes it off and puts its completion there (device).
 */
export const threadCosts = [
  "context-switch",
  "syscall",
  "service",
  "inject",
  "irq-ioctl",
  "kick",
  "posted-interrupt",
  "interrupt",
  "eoi",
  "poll-check",
  "ring-put",
  "ring-take",
] as const;
/** Cost of one comparison of a bus search. */
export const stepCosts = ["bus-linear-step", "bus-bsearch-step", "bus-hash-step"] as const;
/** A cost outside a doorbell's round trip. */
export type ThreadCost = (typeof threadCosts)[number];
/** A cost of one comparison. */
export type StepCost = (typeof stepCosts)[number];

/** A random duration; `mean` is in the sheet's time unit. */
export type Price =
  | { readonly kind: "constant"; readonly mean: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "lognormal"; readonly mean: number; readonly cv: number }
  /** Mostly short, sometimes long: two exponentials that contribute equally to the mean. `cv` is above 1. */
  | { readonly kind: "hyperexponential"; readonly mean: number; readonly cv: number };

/**
 * An idle state of a CPU, as in Linux's intel_idle: entered after `residency` of idle time, left after `exitLatency`.
 */
export interface IdleState {
  readonly name: string;
  readonly residency: number;
  readonly exitLatency: number;
}

/** Every price of one machine, in one time unit. A stage without a price is free. */
export interface CostSheet {
  readonly name: string;
  readonly timeUnit: "ns" | "cycles";
  readonly stages: { readonly [stage in PricedStage]?: { readonly [space in Space]?: Price } };
  readonly thread: { readonly [cost in ThreadCost]?: Price };
  readonly steps: { readonly [step in StepCost]?: number };
  /** Ordered by residency; empty where the sheet knows no sleeping consumer. */
  readonly idle: readonly IdleState[];
}

/** Rounds a duration to 2^-10 of the time unit: sums are then exact up to 2^43. */
export function quantize(duration: number): number {
  return Math.round(duration * 1024) / 1024;
}
