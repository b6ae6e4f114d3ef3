import type { RandomStreams } from "../engine/index.ts";
import { type Price, quantize } from "./cost-sheet.ts";
import { type Draw, drawOf } from "./prices.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";

/** When the guest rings. */
export type Workload =
  /** Each vcpu rings again `think` after its last doorbell returned. */
  | { readonly kind: "closed"; readonly think: Price }
  /** Doorbells are due at random, `rate` a second over all vcpus together; a busy vcpu rings late. */
  | { readonly kind: "poisson"; readonly rate: number }
  /** Doorbells are due at recorded times, in ns from the first; one vcpu. */
  | { readonly kind: "trace"; readonly arrivals: readonly number[] };

/** Which of the device's doorbells the guest rings. */
export const rungs = ["first", "last", "uniform"] as const;
export type Rung = (typeof rungs)[number];

/** A request and the doorbell that announces it. */
export interface Errand {
  readonly request: Request;
  readonly region: Region;
}

/** Hands a vcpu its next errand, given when it became free; null when there are no more for it. */
export type NextErrand = (vcpu: number, free: number) => Errand | null;

/** What a guest does: when, where and how much. Everything is drawn whole and in request order. */
export interface GuestPlan {
  readonly workload: Workload;
  readonly requests: number;
  readonly vcpus: number;
  readonly rung: Rung;
  readonly service: Price | undefined;
}

/** The errands of a guest's vcpus. */
export function errands(plan: GuestPlan, regions: readonly Region[], streams: RandomStreams): NextErrand {
  return plan.workload.kind === "closed"
    ? closedErrands(plan, plan.workload.think, { regions, streams })
    : openErrands(plan, plan.workload, { regions, streams });
}

interface Dice {
  readonly regions: readonly Region[];
  readonly streams: RandomStreams;
}

/** Every vcpu has requests of its own: of n vcpus, vcpu k takes requests k, k + n, k + 2n and so on. */
function closedErrands(plan: GuestPlan, think: Price, dice: Dice): NextErrand {
  const vcpus = Array.from({ length: plan.vcpus }, (_, vcpu) => ({
    pause: drawOf(think, () => dice.streams.stream("think", vcpu)),
    choose: chooser(plan, dice, vcpu),
    index: vcpu,
  }));
  return (vcpu, free) => {
    const own = vcpus[vcpu]!;
    if (own.index >= plan.requests) return null;
    const errand = own.choose(own.index, free + own.pause());
    own.index += plan.vcpus;
    return errand;
  };
}

/** One stream of requests for the whole guest, each for a vcpu at random: so all vcpus stay busy to the end. */
function openErrands(plan: GuestPlan, workload: Exclude<Workload, { kind: "closed" }>, dice: Dice): NextErrand {
  const due = arrivals(workload, dice.streams);
  const choose = chooser(plan, dice, 0);
  const assign = plan.vcpus === 1 ? () => 0 : assigner(plan.vcpus, dice.streams);
  const waiting: Errand[][] = Array.from({ length: plan.vcpus }, () => []);
  let index = 0;
  return (vcpu) => {
    const own = waiting[vcpu]!;
    while (own.length === 0 && index < plan.requests) {
      waiting[assign()]!.push(choose(index, due(index)));
      index++;
    }
    return own.shift() ?? null;
  };
}

function assigner(vcpus: number, streams: RandomStreams): () => number {
  const stream = streams.stream("vcpu");
  return () => Math.floor(stream.uniform() * vcpus);
}

/** When request `index` is due; asked once a request, in order. */
function arrivals(workload: Exclude<Workload, { kind: "closed" }>, streams: RandomStreams): (index: number) => number {
  if (workload.kind === "trace") return (index) => quantize(workload.arrivals[index]!);
  const gap: Draw = drawOf({ kind: "exponential", mean: 1e9 / workload.rate }, () => streams.stream("arrival"));
  let due = 0;
  return () => {
    due += gap();
    return due;
  };
}

/** Completes a request with its service and its doorbell. */
function chooser(plan: GuestPlan, { regions, streams }: Dice, entity: number): (index: number, due: number) => Errand {
  const service = drawOf(plan.service, () => streams.stream("service", entity));
  const region = regionDraw(plan.rung, regions, () => streams.stream("region", entity));
  return (index, due) => ({ request: { index, intended: due, stored: 0, service: service() }, region: region() });
}

function regionDraw(rung: Rung, regions: readonly Region[], stream: () => { uniform(): number }): () => Region {
  if (rung !== "uniform" || regions.length === 1) {
    const region = rung === "last" ? regions.at(-1)! : regions[0]!;
    return () => region;
  }
  const own = stream();
  return () => regions[Math.floor(own.uniform() * regions.length)]!;
}

/** Whether doorbells are due whether or not the guest keeps up. */
export function isOpen(workload: Workload): boolean {
  return workload.kind !== "closed";
}
