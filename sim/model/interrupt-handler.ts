import type { Process } from "../engine/index.ts";
import type { ThreadCost } from "./cost-sheet.ts";
import type { Host } from "./host.ts";
import type { Interrupts, ReturnPath } from "./interrupts.ts";
import type { LocalApic } from "./local-apic.ts";
import type { Thread } from "./thread.ts";

/** What a handler works with. */
export interface HandlerParts {
  readonly id: number;
  readonly thread: Thread;
  readonly path: ReturnPath;
  readonly interrupts: Interrupts;
  readonly apic: LocalApic;
}

/**
 * The guest's interrupt handler, as drivers poll a ring: it takes answer after answer, and while it does, it needs no
 * interrupt for the next; only when it finds none does it ask for one again.
 */
export class InterruptHandler {
  readonly #host: Host;
  readonly #own: HandlerParts;

  constructor(host: Host, own: HandlerParts) {
    this.#host = host;
    this.#own = own;
  }

  /** Sees its first answer on its first instruction. */
  *run(): Process {
    const { path, interrupts, apic, id } = this.#own;
    if (apic.take()) yield* this.#pay(path.delivery === "posted" ? "posted-interrupt" : "kick");
    yield* this.#takeAnswers();
    do yield* this.#pay("interrupt");
    while ((yield* this.#takeAnswers()) > 0);
    interrupts.enable(id);
    if (path.delivery === "kick") yield* this.#pay("eoi");
  }

  /** Takes and works on every answer that lies there, and that comes meanwhile; returns how many. */
  *#takeAnswers(): Process<number> {
    const { interrupts, id } = this.#own;
    let found = 0;
    for (let request = interrupts.next(id); request !== null; request = interrupts.next(id)) {
      if (request.answerWork > 0) yield* this.#work(request.answerWork);
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

  *#pay(cost: ThreadCost): Process {
    const { thread } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    yield thread.run(thread.prices.draw(cost));
    observations.vcpuTime.interrupts += sim.now - began;
  }
}
