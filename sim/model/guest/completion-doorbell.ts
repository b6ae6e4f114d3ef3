import type { Process } from "../../engine/index.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import type { Thread } from "../cpu/thread.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import { Request } from "../doorbell/request.ts";
import { guestStore } from "../exit/exit-path.ts";
import { RoundTrip } from "../exit/round-trip.ts";
import type { CompletionDoorbellTiming, CompletionSpec } from "../spec/completion-spec.ts";
import type { GuestContext } from "./guest-context.ts";
import type { LocalApic } from "./local-apic.ts";

/** Completion doorbells of the device: one for each vcpu's queue, if the guest rings them at all. */
export function completionDoorbellCount({ vcpus, return: path }: { vcpus: number; return?: CompletionSpec }): number {
  return path?.completionDoorbell === undefined ? 0 : vcpus;
}

/** A vcpu's second doorbell, rung in its interrupt handler: how far it has read the completion queue. */
export class CompletionDoorbell {
  readonly #host: GuestContext;
  readonly #timing: CompletionDoorbellTiming | undefined;
  readonly #apic: LocalApic;
  readonly #trip: RoundTrip;
  /** Stands for no request: it carries the instant of the store, and the place among the requests that counts it. */
  readonly #store = new Request();
  #unsaid = 0;

  constructor(
    host: GuestContext,
    own: { completion: CompletionSpec; doorbell: Doorbell; thread: Thread; prices: StagePrices; apic: LocalApic },
  ) {
    this.#host = host;
    this.#timing = own.completion.completionDoorbell;
    this.#apic = own.apic;
    this.#trip = new RoundTrip(host.sim, own.thread, own.prices);
    this.#store.doorbell = own.doorbell;
  }

  /** The guest has taken this completion. True if it must ring for it at once. */
  taken(request: Request): boolean {
    this.#store.index = request.index;
    this.#unsaid += 1;
    return this.#timing === "per-answer";
  }

  /** Whether the guest has taken completions without ringing. */
  get behind(): boolean {
    return this.#unsaid > 0;
  }

  *ring(): Process {
    const { sim, observations } = this.#host;
    this.#unsaid = 0;
    this.#apic.out = true;
    this.#store.stored = sim.now;
    this.#trip.begin(this.#store, observations.left(this.#store));
    yield sim.call(guestStore(this.#host, this.#trip));
    this.#trip.end();
    observations.returned(this.#trip);
    this.#apic.out = false;
  }
}
