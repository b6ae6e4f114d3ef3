import { FifoBuffer } from "../engine/fifo-buffer.ts";
import type { RandomStreams } from "../engine/index.ts";
import { arrivals } from "./arrivals.ts";
import type { Price } from "./cost-sheet.ts";
import type { GuestWork } from "./guest-work.ts";
import { drawOf } from "./prices.ts";
import type { Region } from "./region.ts";
import type { Request, RequestPool } from "./request.ts";
import { type RungPlan, regionDraw } from "./rung.ts";
import type { OpenWorkload, Workload } from "./workload.ts";

/** Where a vcpu gets its requests from. */
export interface RequestSource {
  /** The vcpu's next request, given when it became free; null if there is none now. */
  next(vcpu: number, free: number): Request | null;
  /** The guest has seen the answer to this request. */
  answered(request: Request): void;
  /** Whether a vcpu that finds none now will never find one. */
  readonly exhausted: boolean;
}

/** What a guest does: when, where and how much. Everything is drawn whole and in request order. */
export interface GuestPlan {
  readonly workload: Workload;
  readonly requests: number;
  readonly vcpus: number;
  readonly rung: RungPlan;
  readonly service: Price | undefined;
  readonly work: GuestWork;
}

/** What requests are drawn with. */
export interface Dice {
  readonly regions: readonly Region[];
  readonly streams: RandomStreams;
  readonly pool: RequestPool;
}

/** Every vcpu has requests of its own, one after the other: of n vcpus, vcpu k takes requests k, k + n, k + 2n and so on. */
export class ClosedLoop implements RequestSource {
  readonly exhausted = true;
  readonly #plan: GuestPlan;
  readonly #vcpus: { readonly pause: () => number; readonly choose: Chooser; index: number }[];

  constructor(plan: GuestPlan, think: Price, dice: Dice) {
    this.#plan = plan;
    this.#vcpus = Array.from({ length: plan.vcpus }, (_, vcpu) => ({
      pause: drawOf(think, () => dice.streams.stream("think", vcpu)),
      choose: chooser(plan, dice, vcpu),
      index: vcpu,
    }));
  }

  next(vcpu: number, free: number): Request | null {
    const own = this.#vcpus[vcpu]!;
    if (own.index >= this.#plan.requests) return null;
    const request = own.choose(own.index, free + own.pause());
    request.vcpu = vcpu;
    own.index += this.#plan.vcpus;
    return request;
  }

  answered(): void {}
}

/** One stream of requests for the whole guest, each for a vcpu at random: so all vcpus stay busy to the end. */
export class OpenStream implements RequestSource {
  readonly exhausted = true;
  readonly #requests: number;
  readonly #due: (index: number) => number;
  readonly #choose: Chooser;
  readonly #assign: () => number;
  readonly #waiting: FifoBuffer<Request>[];
  #index = 0;

  constructor(plan: GuestPlan, workload: OpenWorkload, dice: Dice) {
    this.#requests = plan.requests;
    this.#due = arrivals(workload, dice.streams);
    this.#choose = chooser(plan, dice, 0);
    this.#assign = plan.vcpus === 1 ? () => 0 : assigner(plan.vcpus, dice.streams);
    this.#waiting = Array.from({ length: plan.vcpus }, () => new FifoBuffer<Request>());
  }

  next(vcpu: number): Request | null {
    const own = this.#waiting[vcpu]!;
    while (own.length === 0 && this.#index < this.#requests) {
      const request = this.#choose(this.#index, this.#due(this.#index));
      request.vcpu = this.#assign();
      this.#waiting[request.vcpu]!.push(request);
      this.#index++;
    }
    return own.length > 0 ? own.shift() : null;
  }

  answered(): void {}
}

function assigner(vcpus: number, streams: RandomStreams): () => number {
  const stream = streams.stream("vcpu");
  return () => Math.floor(stream.uniform() * vcpus);
}

/** Draws a request that is due at `due`. */
export type Chooser = (index: number, due: number) => Request;

/** Draws requests with their service, the guest's work on them and their doorbell. */
export function chooser(plan: GuestPlan, { regions, streams, pool }: Dice, entity: number): Chooser {
  const service = drawOf(plan.service, () => streams.stream("service", entity));
  const submit = drawOf(plan.work.submit, () => streams.stream("submit work", entity));
  const answer = drawOf(plan.work.answer, () => streams.stream("answer work", entity));
  const region = regionDraw(plan.rung, regions, () => streams.stream("region", entity));
  return (index, due) => {
    const request = pool.take();
    request.index = index;
    request.intended = due;
    request.service = service();
    request.submitWork = submit();
    request.answerWork = answer();
    request.region = region();
    return request;
  };
}
