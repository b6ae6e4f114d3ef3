import type { Process, Wait } from "../../engine/index.ts";
import type { Interrupts } from "../completion/interrupts.ts";
import type { Resampler } from "../completion/resampler.ts";
import type { Draw, StagePrices } from "../costs/cost-sampler.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Thread } from "../cpu/thread.ts";
import type { CompletionSpec } from "../spec/completion-spec.ts";
import type { CompletionDoorbell } from "./completion-doorbell.ts";
import type { GuestContext } from "./guest-context.ts";
import type { LocalApic } from "./local-apic.ts";

/** Parts of an interrupt handler. */
export interface HandlerParts {
  readonly id: number;
  readonly thread: Thread;
  readonly completion: CompletionSpec;
  readonly interrupts: Interrupts;
  readonly apic: LocalApic;
  /** Null where the device reads the ring's indexes by itself. */
  readonly completionDoorbell: CompletionDoorbell | null;
  /** Null where interrupts are edge-triggered. */
  readonly level: Resampler | null;
  readonly exitPrices: StagePrices;
}

/**
 * The guest's interrupt handler. Like a driver it polls the ring: it takes completion after completion without
 * interrupts, and asks for one again when it finds none. With a budget it leaves earlier and polls on at its next run
 * (NAPI).
 */
export class InterruptHandler {
  readonly #host: GuestContext;
  readonly #own: HandlerParts;
  /** Costs of entering, of looking for completions, and of the end of interrupt. */
  readonly #enter: Draw;
  readonly #look: Draw;
  readonly #eoi: Draw;
  #since = 0;
  /** Whether it left for its budget and must run again, interrupted or not. */
  polls = false;

  constructor(host: GuestContext, own: HandlerParts) {
    this.#host = host;
    this.#own = own;
    const { prices } = own.thread;
    this.#enter = prices.of(own.completion.delivery === "posted" ? "posted-interrupt" : "kick");
    this.#look = prices.of("interrupt");
    this.#eoi = prices.of("eoi");
  }

  /** Sees the first completion on its first instruction. */
  *run(): Process {
    const { sim, observations } = this.#host;
    const { completion, interrupts, apic, id, completionDoorbell, thread } = this.#own;
    const interrupted = apic.pending;
    if (apic.take()) {
      yield this.#pay(this.#enter());
      this.#paid();
    }
    const budget = completion.budget ?? Infinity;
    let taken = 0;
    for (let looked = false; ; looked = true) {
      const before = taken;
      while (taken < budget) {
        const request = interrupts.next(id);
        if (request === null) break;
        if (request.answerWork > 0) {
          const began = sim.now;
          yield thread.run(request.answerWork);
          observations.guestWork += request.answerWork;
          observations.answerWork += request.answerWork;
          observations.vcpuTime.guest += sim.now - began;
        }
        if (completionDoorbell?.taken(request)) yield sim.call(completionDoorbell.ring());
        interrupts.finished(request);
        taken += 1;
      }
      if (looked && taken === before) break;
      yield this.#pay(this.#look());
      this.#paid();
    }
    this.polls = taken === budget;
    if (!this.polls) interrupts.rearm(id);
    if (completionDoorbell?.behind) yield sim.call(completionDoorbell.ring());
    if (interrupted) yield* this.#end();
  }

  /**
   * End of interrupt. For a level-triggered line it exits to KVM even where interrupts are posted; the line falls and
   * the resamplefd is signalled.
   */
  *#end(): Process {
    const { completion, level, apic, exitPrices } = this.#own;
    if (level === null) {
      if (completion.delivery === "posted") return;
      yield this.#pay(this.#eoi());
      this.#paid();
      return;
    }
    apic.out = true;
    yield this.#pay(this.#eoi() + exitPrices.draw(STAGE.signal));
    this.#paid();
    if (level.eoi()) {
      yield this.#pay(exitPrices.draw(STAGE.wake));
      this.#paid();
    }
    apic.out = false;
  }

  /** Spends `duration` on the interrupt itself. Call `paid` afterwards. */
  #pay(duration: number): Wait {
    this.#since = this.#host.sim.now;
    return this.#own.thread.run(duration);
  }

  #paid(): void {
    this.#host.observations.vcpuTime.interrupts += this.#host.sim.now - this.#since;
  }
}
