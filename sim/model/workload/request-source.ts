import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { RandomStreams } from "../../engine/index.ts";
import { type Draw, drawBoth, drawOf } from "../costs/cost-sampler.ts";
import type { Price } from "../costs/cost-sheet.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request, RequestPool } from "../doorbell/request.ts";
import type { GuestWork } from "../spec/guest-work.ts";
import type { OpenWorkload, Workload } from "../spec/workload-spec.ts";
import { arrivals } from "./arrivals.ts";
import { Batches, batchOf } from "./batches.ts";
import { type ChoicePlan, doorbellDraw } from "./doorbell-choice.ts";
import { RequestBudget } from "./request-budget.ts";

/** Where a vcpu gets its requests. */
export interface RequestSource {
  /** The vcpu's next request; null if there is none at present. `free` is when the vcpu became free. */
  next(vcpu: number, free: number): Request | null;
  /** The guest has seen the completion of this request. */
  onCompletion(request: Request): void;
  /** Whether a vcpu that finds no request will never find one. */
  readonly exhausted: boolean;
}

/** When, where and how much a guest submits. Requests are drawn whole and in request order. */
export interface GuestPlan {
  readonly workload: Workload;
  readonly requests: number;
  readonly vcpus: number;
  readonly choice: ChoicePlan;
  readonly service: Price | undefined;
  readonly work: GuestWork;
  /** Cost of the work on the ring: putting a request there, and taking it off. */
  readonly ring: { readonly "ring-put"?: Price; readonly "ring-take"?: Price };
}

/** What requests are drawn with. */
export interface RandomInputs {
  readonly doorbells: readonly Doorbell[];
  readonly streams: RandomStreams;
  readonly pool: RequestPool;
}

interface OwnLoop {
  readonly pause: Draw;
  readonly generator: RequestGenerator;
  readonly batches: Batches;
  /** When the present batch is due. */
  due: number;
}

/** Every vcpu submits for itself, one request or batch after the other. */
export class ClosedLoop implements RequestSource {
  readonly exhausted = true;
  readonly #vcpus: readonly OwnLoop[];

  constructor(plan: GuestPlan, think: Price, inputs: RandomInputs) {
    const budget = new RequestBudget(plan.requests);
    this.#vcpus = Array.from({ length: plan.vcpus }, (_, vcpu) => {
      const batches = new Batches(batchOf(plan.workload), budget);
      const pause = drawOf(think, () => inputs.streams.stream("think", vcpu));
      return { pause, generator: new RequestGenerator(plan, inputs, { entity: vcpu, batches }), batches, due: 0 };
    });
  }

  next(vcpu: number, free: number): Request | null {
    const own = this.#vcpus[vcpu]!;
    if (own.batches.over) return null;
    if (own.batches.begins) own.due = free + own.pause();
    const request = own.generator.next(own.due);
    request.vcpu = vcpu;
    return request;
  }

  onCompletion(): void {}
}

/**
 * One stream of arrivals for the whole guest; each batch goes to a random vcpu, so that all vcpus stay busy to the end.
 */
export class OpenStream implements RequestSource {
  readonly exhausted = true;
  readonly #arrivals: (batch: number) => number;
  readonly #batches: Batches;
  readonly #generator: RequestGenerator;
  readonly #assign: () => number;
  readonly #waiting: FifoBuffer<Request>[];
  /** The present batch: its number from 0, its vcpu, and when it is due. */
  #batch = -1;
  #vcpu = 0;
  #due = 0;

  constructor(plan: GuestPlan, workload: OpenWorkload, inputs: RandomInputs) {
    this.#arrivals = arrivals(workload, inputs.streams);
    this.#batches = new Batches(batchOf(workload), new RequestBudget(plan.requests));
    this.#generator = new RequestGenerator(plan, inputs, { entity: 0, batches: this.#batches });
    this.#assign = plan.vcpus === 1 ? () => 0 : assigner(plan.vcpus, inputs.streams);
    this.#waiting = Array.from({ length: plan.vcpus }, () => new FifoBuffer<Request>());
  }

  next(vcpu: number): Request | null {
    const own = this.#waiting[vcpu]!;
    if (own.length > 0) return own.shift();
    while (!this.#batches.over) {
      if (this.#batches.begins) this.#begin();
      const request = this.#generator.next(this.#due);
      request.vcpu = this.#vcpu;
      if (request.vcpu === vcpu) return request;
      this.#waiting[request.vcpu]!.push(request);
    }
    return null;
  }

  onCompletion(): void {}

  #begin(): void {
    this.#batch += 1;
    this.#due = this.#arrivals(this.#batch);
    this.#vcpu = this.#assign();
  }
}

function assigner(vcpus: number, streams: RandomStreams): () => number {
  const stream = streams.stream("vcpu");
  return () => Math.floor(stream.uniform() * vcpus);
}

/** A sequence of requests, and how it is cut into batches. */
export interface RequestStream {
  readonly entity: number;
  readonly batches: Batches;
}

/** Draws requests: service time, the guest's work, and the doorbell, one for a whole batch. */
export class RequestGenerator {
  readonly #pool: RequestPool;
  readonly #batches: Batches;
  readonly #service: Draw;
  readonly #submit: Draw;
  readonly #answerWork: Draw;
  readonly #choose: (() => Doorbell) | null;
  #doorbell: Doorbell;

  constructor(plan: GuestPlan, { doorbells, streams, pool }: RandomInputs, { entity, batches }: RequestStream) {
    this.#pool = pool;
    this.#batches = batches;
    this.#service = drawBoth(
      drawOf(plan.service, () => streams.stream("service", entity)),
      drawOf(plan.ring["ring-take"], () => streams.stream("ring take", entity)),
    );
    this.#submit = drawBoth(
      drawOf(plan.work.submit, () => streams.stream("submit work", entity)),
      drawOf(plan.ring["ring-put"], () => streams.stream("ring put", entity)),
    );
    this.#answerWork = drawOf(plan.work.answer, () => streams.stream("answer work", entity));
    const drawn = doorbellDraw(plan.choice, doorbells, () => streams.stream("region", entity));
    this.#choose = typeof drawn === "function" ? drawn : null;
    this.#doorbell = typeof drawn === "function" ? doorbells[0]! : drawn;
  }

  /** The next request, due at `due`. */
  next(due: number): Request {
    const batches = this.#batches;
    const request = this.#pool.take();
    request.intended = due;
    request.service = this.#service();
    request.submitWork = this.#submit();
    request.answerWork = this.#answerWork();
    if (this.#choose !== null && batches.begins) this.#doorbell = this.#choose();
    request.doorbell = this.#doorbell;
    request.index = batches.take();
    request.endsBatch = batches.begins;
    return request;
  }
}
