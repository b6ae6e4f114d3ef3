import type { Handler, Process, Wait } from "../../engine/index.ts";
import type { Interrupts, InterruptTarget } from "../completion/interrupts.ts";
import type { Resampler } from "../completion/resampler.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Request } from "../doorbell/request.ts";
import { guestStore } from "../exit/exit-path.ts";
import { RoundTrip } from "../exit/round-trip.ts";
import type { CompletionSpec } from "../spec/completion-spec.ts";
import { CompletionDoorbell } from "./completion-doorbell.ts";
import type { GuestContext } from "./guest-context.ts";
import { Halt } from "./halt.ts";
import { InterruptHandler } from "./interrupt-handler.ts";
import { LocalApic } from "./local-apic.ts";
import type { VcpuParts } from "./polling-vcpu.ts";
import { RingFullWait } from "./ring-full-wait.ts";
import { submit } from "./submit.ts";

/** Parts of a vcpu that takes interrupts. */
export interface InterruptParts extends VcpuParts {
  readonly completion: CompletionSpec;
  readonly interrupts: Interrupts;
  /**
   * Costs of halt and end-of-interrupt exits. They have their own streams, so that doorbells draw the same numbers on
   * compared paths.
   */
  readonly haltPrices: StagePrices;
  /** Null where interrupts are edge-triggered. */
  readonly level: Resampler | null;
  readonly completionDoorbell: { readonly doorbell: Doorbell; readonly prices: StagePrices } | null;
}

/**
 * A vcpu whose guest takes interrupts. It computes or halts until its next request is due, rings, takes interrupts
 * between two instructions, and halts when nothing is left to do.
 */
export class InterruptDrivenVcpu implements InterruptTarget {
  readonly #host: GuestContext;
  readonly #own: InterruptParts;
  readonly #apic = new LocalApic();
  readonly #handler: InterruptHandler;
  readonly #halt: Halt;
  readonly #room: RingFullWait;
  readonly #expire: Handler;
  readonly #trip: RoundTrip;
  /** The next request, and the work before it that is left. */
  #request: Request | null = null;
  #work = 0;
  /** Delay of the rest of the batch: time that interrupts took from the guest's think time. */
  #batchDelay = 0;
  /** Start of the present computation, and the CPU time before it. */
  #began = 0;
  #before = 0;
  /** Whether a due request goes before a handler that left for its budget. */
  #yielded = false;
  #armed = false;

  constructor(host: GuestContext, own: InterruptParts) {
    this.#host = host;
    this.#own = own;
    this.#trip = new RoundTrip(host.sim, own.thread, own.prices);
    const apic = this.#apic;
    const completionDoorbell =
      own.completionDoorbell && new CompletionDoorbell(host, { ...own, ...own.completionDoorbell, apic });
    this.#handler = new InterruptHandler(host, { ...own, completionDoorbell, apic, exitPrices: own.haltPrices });
    this.#halt = new Halt(host, { ...own, apic });
    this.#room = new RingFullWait(host, () => this.#halt.wake());
    this.#expire = host.sim.handler("guest timer", () => {
      this.#armed = false;
      this.#halt.wake();
    });
  }

  /** Kicks a running vcpu or wakes a halted one; a vcpu in the host takes it at VM entry. */
  interrupt(): void {
    this.#apic.raise();
    this.#own.thread.wake();
  }

  /** A request is due: wakes a halted vcpu, as its timer does. */
  timer(): void {
    if (!this.#host.source.exhausted) this.#halt.wake();
  }

  /** Start of the present halt, or end of the last one. */
  get haltedSince(): number {
    return this.#halt.since;
  }

  *run(): Process {
    const { sim } = this.#host;
    for (;;) {
      if (this.#apic.pending || (this.#handler.polls && !this.#yielded)) {
        yield sim.call(this.#handler.run());
        this.#yielded = this.#handler.polls; // it left for its budget: a due request goes first
      }
      const request = this.#next();
      if (request === null || request.intended > sim.now) {
        this.#yielded = false;
        if (this.#handler.polls) continue;
        if (request !== null && this.#own.workload === "closed") yield sim.call(this.#think(request));
        else {
          if (request !== null) this.#arm(request.intended);
          yield sim.call(this.#halt.run());
        }
        continue;
      }
      if (this.#work > 0) {
        yield this.#compute(this.#work);
        const done = this.#computed();
        this.#host.observations.submitWork += done;
        this.#work -= done;
        continue;
      }
      if (this.#room.blocks(request)) {
        this.#yielded = false;
        if (this.#handler.polls) continue; // the handler makes room
        yield sim.call(this.#halt.run());
        this.#room.waited();
        continue;
      }
      if (submit(this.#host, request, this.#trip)) {
        this.#apic.out = true;
        yield sim.call(guestStore(this.#host, this.#trip));
        this.#trip.end();
        this.#host.observations.resumed(this.#trip);
        this.#apic.out = false;
      }
      this.#host.pool.release(request);
      this.#request = null;
      this.#yielded = false;
    }
  }

  /** The next request; null if there is none. */
  #next(): Request | null {
    if (this.#request !== null) return this.#request;
    const request = this.#host.source.next(this.#own.id, this.#host.sim.now);
    this.#request = request;
    if (request === null) return null;
    this.#work = request.submitWork;
    request.intended += this.#batchDelay;
    if (request.endsBatch) this.#batchDelay = 0;
    return request;
  }

  /** Sets the timer that ends the next halt. */
  #arm(due: number): void {
    const { sim } = this.#host;
    if (!this.#armed) sim.schedule(due - sim.now, this.#expire);
    this.#armed = true;
  }

  /** A guest that computes until its next request loses the time that an interrupt takes. */
  *#think(request: Request): Process {
    const { sim } = this.#host;
    yield this.#compute(request.intended - sim.now);
    this.#computed();
    const late = request.intended - sim.now;
    if (this.#apic.pending) yield sim.call(this.#handler.run());
    while (this.#handler.polls) yield sim.call(this.#handler.run());
    if (late <= 0) return;
    if (!request.endsBatch) this.#batchDelay += sim.now + late - request.intended;
    request.intended = sim.now + late;
  }

  /** The guest computes until it is interrupted. Call `computed` afterwards. */
  #compute(duration: number): Wait {
    const { thread } = this.#own;
    this.#began = this.#host.sim.now;
    this.#before = thread.busy;
    return thread.spin(duration);
  }

  /** Books the computation; returns its CPU time. */
  #computed(): number {
    const { thread } = this.#own;
    const { sim, observations } = this.#host;
    thread.endSpin();
    const had = thread.busy - this.#before;
    observations.guestWork += had;
    observations.vcpuTime.guest += sim.now - this.#began;
    return had;
  }
}
