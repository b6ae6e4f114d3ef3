import type { Process } from "../engine/index.ts";
import { STAGE } from "./cost-sheet.ts";
import { Doorbell } from "./doorbell.ts";
import { guestStore } from "./guest-store.ts";
import type { Host } from "./host.ts";
import type { Interrupts, InterruptTarget, ReturnPath } from "./interrupts.ts";
import type { StagePrices } from "./prices.ts";
import type { Request } from "./request.ts";
import { mustRing } from "./submit.ts";
import type { VcpuParts } from "./vcpu.ts";

/** What a vcpu needs to be interrupted. */
export interface InterruptParts extends VcpuParts {
  readonly path: ReturnPath;
  readonly interrupts: Interrupts;
  /** Prices of the exits by which it halts, apart from its doorbells', so that those stay in step. */
  readonly haltPrices: StagePrices;
}

/**
 * A vcpu thread whose guest is interrupted by answers: it computes until its next request is due, rings, takes
 * interrupts between two instructions, and halts when nothing is left to do until an answer comes.
 */
export class GuestLoop implements InterruptTarget {
  readonly #host: Host;
  readonly #own: InterruptParts;
  #pending = false;
  /** Whether it is out of the guest, so that an interrupt has to wait for its entry. */
  #out = false;
  #kicked = false;
  #due = false;
  /** Since when it has been halted; when it last was, while it runs. */
  haltedSince = 0.5;

  constructor(host: Host, own: InterruptParts) {
    this.#host = host;
    this.#own = own;
  }

  /** A guest that runs is interrupted, one that halts woken; out of the guest, it is met on entry. */
  interrupt(): void {
    this.#pending = true;
    this.#kicked ||= !this.#out;
    this.#own.thread.nudge();
  }

  /** A request is due at a guest that may be halted: its timer ends that as an interrupt does, without an answer. */
  timer(): void {
    if (this.#host.source.exhausted) return;
    this.#due = true;
    this.#own.thread.nudge();
  }

  *run(): Process {
    const { sim, source, observations, pool } = this.#host;
    const { id, thread, prices, workload } = this.#own;
    const doorbell = new Doorbell(sim, thread, prices);
    let request: Request | null = null;
    for (;;) {
      if (this.#pending) yield* this.#meet();
      request ??= source.next(id, sim.now);
      if (request === null) {
        yield* this.#halt();
        continue;
      }
      const early = request.intended - sim.now;
      if (early > 0) {
        yield* this.#compute(early);
        // A guest that computes up to its next request loses the time that an interrupt takes; one that waits does not.
        const late = request.intended - sim.now;
        if (this.#pending) yield* this.#meet();
        if (workload === "closed" && late > 0) request.intended = sim.now + late;
        continue;
      }
      if (mustRing(this.#host, request)) {
        this.#out = true;
        doorbell.begin(request);
        observations.rung(request);
        yield* guestStore(this.#host, doorbell);
        doorbell.end();
        observations.done(doorbell);
        this.#out = false;
      } else observations.suppressed(request);
      pool.letGo(request);
      request = null;
    }
  }

  /** The guest runs, for as long as nobody interrupts it. */
  *#compute(duration: number): Process {
    const { thread } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    const before = thread.busy;
    yield thread.spin(duration);
    thread.spun();
    observations.guestWork += thread.busy - before;
    observations.vcpuTime.guest += sim.now - began;
  }

  /** The guest's handler: sees its answers on its first instruction, then works, and looks once more for late ones. */
  *#meet(): Process {
    const { thread, path, interrupts, id } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    const kicked = this.#kicked;
    this.#pending = false;
    this.#kicked = false;
    if (kicked) yield thread.run(thread.prices.draw(path.delivery === "posted" ? "posted-interrupt" : "kick"));
    interrupts.collect(id);
    do {
      yield thread.run(thread.prices.draw("interrupt"));
    } while (interrupts.collect(id) > 0);
    if (path.delivery === "kick") yield thread.run(thread.prices.draw("eoi"));
    observations.vcpuTime.interrupts += sim.now - began;
  }

  get #awaited(): boolean {
    return this.#pending || this.#due;
  }

  /** HLT: the vcpu exits, polls for a while if told to, then its thread sleeps until an interrupt wakes it. */
  *#halt(): Process {
    const { thread, path, haltPrices } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    this.#out = true;
    this.#due = false;
    this.haltedSince = began;
    observations.halts += 1;
    yield thread.run(haltPrices.draw(STAGE.exit));
    if (!this.#awaited && path.haltPoll > 0) {
      yield thread.spin(path.haltPoll);
      thread.spun();
    }
    if (!this.#awaited) {
      yield thread.sleep();
      yield thread.resume();
      observations.haltSleeps += 1;
    }
    yield thread.run(haltPrices.draw(STAGE.entry));
    this.#out = false;
    this.haltedSince = sim.now;
    observations.vcpuTime.halted += sim.now - began;
  }
}
