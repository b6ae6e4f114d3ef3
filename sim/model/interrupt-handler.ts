import type { Process } from "../engine/index.ts";
import { STAGE, type ThreadCost } from "./cost-sheet.ts";
import type { HeadDoorbell } from "./head-doorbell.ts";
import type { Host } from "./host.ts";
import type { Interrupts } from "./interrupts.ts";
import type { LocalApic } from "./local-apic.ts";
import type { StagePrices } from "./prices.ts";
import type { Resampler } from "./resample.ts";
import type { ReturnPath } from "./return-path.ts";
import type { Thread } from "./thread.ts";

/** What a handler works with. */
export interface HandlerParts {
  readonly id: number;
  readonly thread: Thread;
  readonly path: ReturnPath;
  readonly interrupts: Interrupts;
  readonly apic: LocalApic;
  /** Null where answers lie in a ring whose indexes the device reads by itself. */
  readonly head: HeadDoorbell | null;
  /** Null where interrupts are edge-triggered. */
  readonly level: Resampler | null;
  readonly exitPrices: StagePrices;
}

/**
 * The guest's interrupt handler, as drivers poll a ring: it takes answer after answer, and while it does, it needs no
 * interrupt for the next; only when it finds none does it ask for one again. With a budget it leaves before that, and
 * polls on when it is run again.
 */
export class InterruptHandler {
  readonly #host: Host;
  readonly #own: HandlerParts;
  /** Whether it left for its budget, and so has to be run again, interrupted or not. */
  polls = false;

  constructor(host: Host, own: HandlerParts) {
    this.#host = host;
    this.#own = own;
  }

  /** Sees its first answer on its first instruction. */
  *run(): Process {
    const { path, interrupts, apic, id, head } = this.#own;
    const interrupted = apic.pending;
    if (apic.take()) yield* this.#pay(path.delivery === "posted" ? "posted-interrupt" : "kick");
    const budget = path.budget ?? Infinity;
    let taken = yield* this.#takeAnswers(budget);
    let found: number;
    do {
      yield* this.#pay("interrupt");
      found = yield* this.#takeAnswers(budget - taken);
      taken += found;
    } while (found > 0);
    this.polls = taken === budget;
    if (!this.polls) interrupts.enable(id);
    if (head !== null) yield* head.handled();
    if (interrupted) yield* this.#end();
  }

  /**
   * End of interrupt. That of a level-triggered one exits to KVM even where interrupts are posted, which lets the line
   * fall and signals the resamplefd.
   */
  *#end(): Process {
    const { path, level, apic, exitPrices, thread } = this.#own;
    if (level === null) {
      if (path.delivery === "kick") yield* this.#pay("eoi");
      return;
    }
    apic.out = true;
    yield* this.#spend(thread.prices.draw("eoi") + exitPrices.draw(STAGE.signal));
    if (level.eoi()) yield* this.#spend(exitPrices.draw(STAGE.wake));
    apic.out = false;
  }

  /** Takes and works on the answers that lie there, and that come meanwhile, up to so many; returns how many. */
  *#takeAnswers(most: number): Process<number> {
    const { interrupts, id, head } = this.#own;
    let found = 0;
    while (found < most) {
      const request = interrupts.next(id);
      if (request === null) break;
      if (request.answerWork > 0) yield* this.#work(request.answerWork);
      if (head !== null) yield* head.answered(request);
      interrupts.finished(request);
      found += 1;
    }
    return found;
  }

  *#work(duration: number): Process {
    const { sim, observations } = this.#host;
    const began = sim.now;
    yield this.#own.thread.run(duration);
    observations.worked(duration);
    observations.vcpuTime.guest += sim.now - began;
  }

  #pay(cost: ThreadCost): Process {
    return this.#spend(this.#own.thread.prices.draw(cost));
  }

  *#spend(duration: number): Process {
    const { sim, observations } = this.#host;
    const began = sim.now;
    yield this.#own.thread.run(duration);
    observations.vcpuTime.interrupts += sim.now - began;
  }
}
