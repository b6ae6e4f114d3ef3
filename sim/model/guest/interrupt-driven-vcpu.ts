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

/** What a vcpu needs to be interrupted. */
export interface InterruptParts extends VcpuParts {
  readonly completion: CompletionSpec;
  readonly interrupts: Interrupts;
  /** Prices of the exits by which it halts or ends interrupts, apart from its doorbells', so that those stay in step. */
  readonly haltPrices: StagePrices;
  /** The doorbell of its completion queue, if it has one, and the prices of ringing it. */
  readonly level: Resampler | null;
  readonly head: { readonly doorbell: Doorbell; readonly prices: StagePrices } | null;
}

/**
 * A vcpu thread whose guest is interrupted by answers: it computes until its next request is due or halts until then,
 * rings, takes interrupts between two instructions, and halts when nothing is left to do until an answer comes.
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
  /** What it is about to ask, and the work on it that is left. */
  #request: Request | null = null;
  // Fractions, so that V8 makes room for doubles and never makes an object for a new value.
  #work = 0.5;
  /** How much later than drawn the rest of the present batch is due, since interrupts took time of the guest's. */
  #batchDelay = 0.5;
  /** When it began to compute, and the CPU time that it had had before. */
  #began = 0.5;
  #before = 0.5;
  /** Whether it is the turn of a request, before a handler that left for its budget polls on. */
  #yielded = false;
  #armed = false;

  constructor(host: GuestContext, own: InterruptParts) {
    this.#host = host;
    this.#own = own;
    this.#trip = new RoundTrip(host.sim, own.thread, own.prices);
    this.#work = 0;
    this.#batchDelay = 0;
    this.#began = 0;
    this.#before = 0;
    const apic = this.#apic;
    const head = own.head && new CompletionDoorbell(host, { ...own, ...own.head, apic });
    this.#handler = new InterruptHandler(host, { ...own, head, apic, exitPrices: own.haltPrices });
    this.#halt = new Halt(host, { ...own, apic });
    this.#room = new RingFullWait(host, () => this.#halt.wake());
    this.#expire = host.sim.handler("guest timer", () => {
      this.#armed = false;
      this.#halt.wake();
    });
  }

  /** A guest that runs is interrupted, one that halts woken; out of the guest, it is met on entry. */
  interrupt(): void {
    this.#apic.raise();
    this.#own.thread.wake();
  }

  /** A request is due at a guest that may be halted: its timer ends that as an interrupt does, without an answer. */
  timer(): void {
    if (!this.#host.source.exhausted) this.#halt.wake();
  }

  /** Since when it has been halted; when it last was, while it runs. */
  get haltedSince(): number {
    return this.#halt.since;
  }

  *run(): Process {
    const { sim } = this.#host;
    for (;;) {
      if (this.#apic.pending || (this.#handler.polls && !this.#yielded)) {
        yield sim.call(this.#handler.run());
        this.#yielded = this.#handler.polls; // it left for its budget: a request that is due comes next
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
        if (this.#handler.polls) continue; // it makes room
        yield sim.call(this.#halt.run());
        this.#room.waited();
        continue;
      }
      if (submit(this.#host, request, this.#trip)) {
        this.#apic.out = true;
        yield sim.call(guestStore(this.#host, this.#trip));
        this.#trip.end();
        this.#host.observations.done(this.#trip);
        this.#apic.out = false;
      }
      this.#host.pool.release(request);
      this.#request = null;
      this.#yielded = false;
    }
  }

  /** The request that it has not asked yet; null if there is none. */
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

  /** Ends its next halt when a request is due. */
  #arm(due: number): void {
    const { sim } = this.#host;
    if (!this.#armed) sim.schedule(due - sim.now, this.#expire);
    this.#armed = true;
  }

  /** A guest that computes up to its next request loses the time that an interrupt takes. */
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

  /** The guest runs, for as long as nobody interrupts it; to be followed by `computed`. */
  #compute(duration: number): Wait {
    const { thread } = this.#own;
    this.#began = this.#host.sim.now;
    this.#before = thread.busy;
    return thread.spin(duration);
  }

  /** Returns the CPU time that it had. */
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
