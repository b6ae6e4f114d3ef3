import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import type { Handler, Simulation } from "../../engine/index.ts";
import { type Draw, drawOf } from "../costs/cost-sampler.ts";
import type { Price } from "../costs/cost-sheet.ts";
import type { Request } from "../doorbell/request.ts";
import { Batches, batchOf } from "./batches.ts";
import { RequestBudget } from "./request-budget.ts";
import { type GuestPlan, type RandomInputs, RequestGenerator, type RequestSource } from "./request-source.ts";

interface OwnQueue {
  readonly pause: Draw;
  readonly generator: RequestGenerator;
  readonly batches: Batches;
  /** Slots in flight without a request; too few for a batch. */
  readonly free: number[];
  /** Due, and not yet submitted. */
  readonly ready: FifoBuffer<Request>;
}

/**
 * Each vcpu keeps up to `depth` requests in flight: the next batch is due `think` after enough completions to make room
 * for it.
 */
export class FixedDepthSource implements RequestSource {
  readonly #sim: Simulation;
  readonly #plan: GuestPlan;
  readonly #own: OwnQueue[];
  /** Requests that are not due yet, by slot. */
  readonly #later: Request[] = [];
  readonly #due: Handler;
  readonly #wake: (vcpu: number) => void;
  #answered = 0;

  /** `wake` is called when an idle vcpu has something to do. */
  constructor(
    sim: Simulation,
    guest: GuestPlan & { think: Price; depth: number },
    inputs: RandomInputs,
    wake: (vcpu: number) => void,
  ) {
    this.#sim = sim;
    this.#plan = guest;
    this.#wake = wake;
    this.#due = sim.handler("request due", (slot) => this.#ask(this.#later[slot]!));
    const budget = new RequestBudget(guest.requests);
    this.#own = Array.from({ length: guest.vcpus }, (_, vcpu) => {
      const batches = new Batches(Math.min(batchOf(guest.workload), guest.depth), budget);
      const pause = drawOf(guest.think, () => inputs.streams.stream("think", vcpu));
      const generator = new RequestGenerator(guest, inputs, { entity: vcpu, batches });
      return { pause, generator, batches, free: [], ready: new FifoBuffer<Request>() };
    });
    for (let slot = 0; slot < guest.vcpus * guest.depth; slot++) this.#follow(slot % guest.vcpus, slot);
  }

  next(vcpu: number): Request | null {
    const { ready } = this.#own[vcpu]!;
    return ready.length > 0 ? ready.shift() : null;
  }

  /** A vcpu without a request waits for completions, up to the last. */
  get exhausted(): boolean {
    return this.#answered === this.#plan.requests;
  }

  onCompletion(request: Request): void {
    this.#answered += 1;
    if (this.exhausted) for (let vcpu = 0; vcpu < this.#plan.vcpus; vcpu++) this.#wake(vcpu);
    this.#follow(request.vcpu, request.slot);
  }

  /** A slot is free: draws the vcpu's next batch, if one is left and there is room for it. */
  #follow(vcpu: number, slot: number): void {
    const { free, batches, pause } = this.#own[vcpu]!;
    const size = batches.next;
    if (size === 0) return;
    free.push(slot);
    if (free.length < size) return;
    const after = pause();
    for (let left = size; left > 0; left--) this.#draw({ vcpu, slot: free.pop()! }, after);
  }

  #draw({ vcpu, slot }: { vcpu: number; slot: number }, pause: number): void {
    const request = this.#own[vcpu]!.generator.next(this.#sim.now + pause);
    request.vcpu = vcpu;
    request.slot = slot;
    if (pause === 0) {
      this.#ask(request);
      return;
    }
    this.#later[slot] = request;
    this.#sim.schedule(pause, this.#due, slot);
  }

  #ask(request: Request): void {
    this.#own[request.vcpu]!.ready.push(request);
    this.#wake(request.vcpu);
  }
}
