/**
 * What the machine charges. A cost sheet as the model sees it: plain numbers in one time unit, already rounded to the
 * model's resolution. Where the numbers come from (kind, flags, source) stays with the sheet's text in the result.
 */

import type { Space } from "../../kvm/access.ts";

/** One part of a doorbell's round trip, in the order in which a vcpu lives them. A doorbell's stages sum to its rtt. */
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
/** A part of a doorbell's round trip. */
export type Stage = (typeof stages)[number];

/** Position of each stage in a ledger. Whoever spends many makes constants of them, as of `EVENT` in the engine: V8 folds those. */
export const STAGE = Object.freeze(Object.fromEntries(stages.map((stage, index) => [stage, index]))) as {
  readonly [stage in Stage]: StageIndex<stage>;
};
declare const stageBrand: unique symbol;
/** A position in a ledger that knows its stage by type only: `spend` takes those that have a price. */
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

/** A stage with a price of its own; its price may differ between PIO and MMIO. */
export type PricedStage = Exclude<Stage, Unpriced>;

/**
 * What threads of the host pay, and on the way back what the guest's vcpu pays: `inject` raises an interrupt through an
 * irqfd and `irq-ioctl` through an ioctl; `kick` or `posted-interrupt` brings it to a running guest; `interrupt` is the
 * guest's handler and `eoi` its end, which is free where interrupts are posted. `poll-check` looks at one handler once.
 * `ring-put` is the guest's work to put a request on a virtqueue, `ring-take` the device's to take it off and put its
 * answer there.
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
/** What one comparison of a bus search costs. */
export const stepCosts = ["bus-linear-step", "bus-bsearch-step", "bus-hash-step"] as const;
/** What a thread pays outside a doorbell. */
export type ThreadCost = (typeof threadCosts)[number];
/** The price of one of them. */
export type StepCost = (typeof stepCosts)[number];

/** A duration as a random quantity; `mean` is in the sheet's time unit. */
export type Price =
  | { readonly kind: "constant"; readonly mean: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "lognormal"; readonly mean: number; readonly cv: number }
  /** Mostly short, at times long: two exponentials that contribute alike to the mean. `cv` is above 1. */
  | { readonly kind: "hyperexponential"; readonly mean: number; readonly cv: number };

/** An idle state of a CPU, as intel_idle lists it: entered when idle for `residency`, left after `exitLatency`. */
export interface IdleState {
  readonly name: string;
  readonly residency: number;
  readonly exitLatency: number;
}

/** Every price of one machine, in one time unit. A missing price is a stage that is not spent. */
export interface CostSheet {
  readonly name: string;
  readonly timeUnit: "ns" | "cycles";
  readonly stages: { readonly [stage in PricedStage]?: { readonly [space in Space]?: Price } };
  readonly thread: { readonly [cost in ThreadCost]?: Price };
  readonly steps: { readonly [step in StepCost]?: number };
  /** Ordered by residency; empty where the sheet knows no sleeping consumer. */
  readonly idle: readonly IdleState[];
}

/** Rounds a duration to 2^-10 of the time unit: sums of such durations are exact up to 2^43. */
export function quantize(duration: number): number {
  return Math.round(duration * 1024) / 1024;
}
