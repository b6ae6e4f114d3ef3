import type { Handler, Process } from "../engine/index.ts";
import { Doorbell } from "./doorbell.ts";
import { guestStore } from "./guest-store.ts";
import { Halt } from "./halt.ts";
import { HeadDoorbell } from "./head-doorbell.ts";
import type { Host } from "./host.ts";
import { InterruptHandler } from "./interrupt-handler.ts";
import type { Interrupts, InterruptTarget } from "./interrupts.ts";
import { LocalApic } from "./local-apic.ts";
import type { StagePrices } from "./prices.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";
import type { Resampler } from "./resample.ts";
import type { ReturnPath } from "./return-path.ts";
import { RoomWait } from "./room-wait.ts";
import { mustRing } from "./submit.ts";
import type { VcpuParts } from "./vcpu.ts";

/** What a vcpu needs to be interrupted. */
export interface InterruptParts extends VcpuParts {
  readonly path: ReturnPath;
  readonly interrupts: Interrupts;
  /** Prices of the exits by which it halts or ends interrupts, apart from its doorbells', so that those stay in step. */
  readonly haltPrices: StagePrices;
  /** The doorbell of its completion queue, if it has one, and the prices of ringing it. */
  readonly level: Resampler | null;
  readonly head: { readonly region: Region; readonly prices: StagePrices } | null;
}

/**
 * A vcpu thread whose guest is interrupted by answers: it computes until its next request is due or halts until then,
 * rings, takes interrupts between two instructions, and halts when nothing is left to do until an answer comes.
 */
export class GuestLoop implements InterruptTarget {
  readonly #host: Host;
  readonly #own: InterruptParts;
  readonly #apic = new LocalApic();
  readonly #handler: InterruptHandler;
  readonly #halt: Halt;
  readonly #room: RoomWait;
  readonly #expire: Handler;
  /** Whether it is the turn of a request, before a handler that left for its budget polls on. */
  #yielded = false;
  #armed = false;

  constructor(host: Host, own: InterruptParts) {
    this.#host = host;
    this.#own = own;
    const apic = this.#apic;
    const head = own.head && new HeadDoorbell(host, { ...own, ...own.head, apic });
    this.#handler = new InterruptHandler(host, { ...own, head, apic, exitPrices: own.haltPrices });
    this.#halt = new Halt(host, { ...own, apic });
    this.#room = new RoomWait(host, () => this.#halt.wake());
    this.#expire = host.sim.handler("guest timer", () => {
      this.#armed = false;
      this.#halt.wake();
    });
  }

  /** A guest that runs is interrupted, one that halts woken; out of the guest, it is met on entry. */
  interrupt(): void {
    this.#apic.raise();
    this.#own.thread.nudge();
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
    const { sim, source, observations } = this.#host;
    const { id, thread, prices, workload } = this.#own;
    const doorbell = new Doorbell(sim, thread, prices);
    let request: Request | null = null;
    let work = 0;
    for (;;) {
      if (this.#apic.pending || (this.#handler.polls && !this.#yielded)) {
        yield sim.call(this.#handler.run());
        this.#yielded = this.#handler.polls; // it left for its budget: a request that is due comes next
      }
      if (request === null) {
        request = source.next(id, sim.now);
        work = request?.submitWork ?? 0;
      }
      if (request === null || request.intended > sim.now) {
        this.#yielded = false;
        if (this.#handler.polls) continue;
        if (request !== null && workload === "closed") yield* this.#think(request);
        else {
          if (request !== null) this.#arm(request.intended);
          yield sim.call(this.#halt.run());
        }
        continue;
      }
      if (work > 0) {
        const done = yield* this.#compute(work);
        observations.submitWork += done;
        work -= done;
        continue;
      }
      if (this.#room.blocks(request)) {
        this.#yielded = false;
        if (this.#handler.polls) continue; // it makes room
        yield sim.call(this.#halt.run());
        this.#room.waited();
        continue;
      }
      yield* this.#submit(request, doorbell);
      request = null;
      this.#yielded = false;
    }
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
    yield* this.#compute(request.intended - sim.now);
    const late = request.intended - sim.now;
    if (this.#apic.pending) yield sim.call(this.#handler.run());
    while (this.#handler.polls) yield sim.call(this.#handler.run());
    if (late > 0) request.intended = sim.now + late;
  }

  *#submit(request: Request, doorbell: Doorbell): Process {
    const { sim, observations, pool } = this.#host;
    if (mustRing(this.#host, request)) {
      this.#apic.out = true;
      doorbell.begin(request, observations.rung(request));
      yield sim.call(guestStore(this.#host, doorbell));
      doorbell.end();
      observations.done(doorbell);
      this.#apic.out = false;
    } else observations.suppressed(request);
    pool.letGo(request);
  }

  /** The guest runs, for as long as nobody interrupts it; returns the CPU time that it had. */
  *#compute(duration: number): Process<number> {
    const { thread } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    const before = thread.busy;
    yield thread.spin(duration);
    thread.spun();
    const had = thread.busy - before;
    observations.guestWork += had;
    observations.vcpuTime.guest += sim.now - began;
    return had;
  }
}
