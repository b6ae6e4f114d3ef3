import type { Process, Wait } from "../../engine/index.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import type { Thread } from "../cpu/thread.ts";
import { guestStore } from "../exit/exit-path.ts";
import { RoundTrip } from "../exit/round-trip.ts";
import type { Workload } from "../spec/workload-spec.ts";
import type { GuestContext } from "./guest-context.ts";
import { RingFullWait } from "./ring-full-wait.ts";
import { submit } from "./submit.ts";

/** Parts of one vcpu. */
export interface VcpuParts {
  readonly id: number;
  readonly thread: Thread;
  readonly prices: StagePrices;
  /** A guest with a closed workload computes until its next request; others wait. */
  readonly workload: Workload["kind"];
}

/**
 * A vcpu whose guest polls for completions or does not wait for them: it waits until the next request is due, rings,
 * and is away for the round trip. V8 saves and restores each local that lives across a `yield`; keep few.
 */
export class PollingVcpu {
  readonly #host: GuestContext;
  readonly #own: VcpuParts;
  readonly #trip: RoundTrip;
  readonly #room: RingFullWait;

  constructor(host: GuestContext, own: VcpuParts) {
    this.#host = host;
    this.#own = own;
    this.#trip = new RoundTrip(host.sim, own.thread, own.prices);
    this.#room = new RingFullWait(host, () => own.thread.wake());
  }

  *run(): Process {
    for (;;) {
      const request = this.#host.source.next(this.#own.id, this.#host.sim.now);
      if (request === null) {
        if (this.#host.source.exhausted) break;
        yield* this.#polls();
        continue;
      }
      if (request.intended > this.#host.sim.now) yield this.#until(request.intended);
      if (request.submitWork > 0) yield this.#compute(request.submitWork);
      while (this.#room.blocks(request)) {
        yield* this.#polls();
        this.#room.waited();
      }
      if (submit(this.#host, request, this.#trip)) {
        yield this.#host.sim.call(guestStore(this.#host, this.#trip));
        this.#trip.end();
        this.#host.observations.resumed(this.#trip);
      }
      this.#host.pool.release(request);
    }
    this.#own.thread.finish();
  }

  #until(due: number): Wait {
    const early = due - this.#host.sim.now;
    if (this.#own.workload !== "closed") return this.#own.thread.pause(early);
    this.#host.observations.guestWork += early;
    return this.#own.thread.run(early);
  }

  #compute(work: number): Wait {
    this.#host.observations.guestWork += work;
    this.#host.observations.submitWork += work;
    return this.#own.thread.run(work);
  }

  /** The guest polls until there is something to do. */
  *#polls(): Process {
    const { thread } = this.#own;
    const before = thread.busy;
    yield thread.spin(Infinity);
    thread.endSpin();
    this.#host.observations.guestWork += thread.busy - before;
  }
}
