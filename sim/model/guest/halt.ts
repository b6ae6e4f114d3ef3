import type { Process } from "../../engine/index.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import { STAGE } from "../costs/cost-sheet.ts";
import type { Thread } from "../cpu/thread.ts";
import type { CompletionSpec } from "../spec/completion-spec.ts";
import type { GuestContext } from "./guest-context.ts";
import type { LocalApic } from "./local-apic.ts";

/** Parts of a vcpu that can halt. */
export interface HaltParts {
  readonly thread: Thread;
  readonly completion: CompletionSpec;
  readonly apic: LocalApic;
  readonly haltPrices: StagePrices;
}

/** HLT of one vcpu. */
export class Halt {
  readonly #host: GuestContext;
  readonly #own: HaltParts;
  #due = false;
  /** Start of the present halt, or end of the last one. */
  since = 0;

  constructor(host: GuestContext, own: HaltParts) {
    this.#host = host;
    this.#own = own;
  }

  /** Ends the halt without an interrupt. */
  wake(): void {
    this.#due = true;
    this.#own.thread.wake();
  }

  get #awaited(): boolean {
    return this.#own.apic.pending || this.#due;
  }

  /**
   * The vcpu exits, polls for `haltPoll` unless another thread wants its CPU (as KVM does), then sleeps until it is
   * woken.
   */
  *run(): Process {
    const { thread, completion, apic, haltPrices } = this.#own;
    const { sim, observations } = this.#host;
    const began = sim.now;
    apic.out = true;
    this.#due = false;
    this.since = began;
    observations.halts += 1;
    yield thread.run(haltPrices.draw(STAGE.exit));
    if (!this.#awaited && completion.haltPoll > 0) {
      yield thread.poll(completion.haltPoll, "wanted");
      thread.endSpin();
    }
    if (!this.#awaited) {
      yield thread.sleep();
      yield thread.resume();
      observations.haltSleeps += 1;
    }
    yield thread.run(haltPrices.draw(STAGE.entry));
    apic.out = false;
    this.since = sim.now;
    observations.vcpuTime.halted += sim.now - began;
  }
}
