import type { Process } from "../../engine/index.ts";
import type { Vm } from "../../kvm/vm.ts";
import type { StagePrices } from "../costs/cost-sampler.ts";
import type { Thread } from "../cpu/thread.ts";
import { layOut, type Doorbell, type DoorbellLayout } from "../doorbell/doorbell.ts";
import { Request } from "../doorbell/request.ts";
import type { ExitContext } from "../exit/exit-context.ts";
import { guestStore } from "../exit/guest-store.ts";
import { RoundTrip } from "../exit/round-trip.ts";
import type { CompletionDoorbellTiming, CompletionSpec } from "../spec/completion-spec.ts";
import type { Notify } from "../spec/notify.ts";
import type { LocalApic } from "./local-apic.ts";

/** How many completion doorbells there are: a queue has one, and a vcpu has one queue. */
export function rungHeads({ vcpus, return: path }: { vcpus: number; return?: CompletionSpec }): number {
  return path?.completionDoorbell === undefined ? 0 : vcpus;
}

/** Lays them out. Nothing ever lies behind one: whoever is told of it finds no request. */
export function layOutHeads(
  vm: Vm,
  layout: Omit<DoorbellLayout, "errand" | "suppression" | "size">,
  notify: Notify,
): Doorbell[] {
  if (layout.count === 0) return [];
  return layOut(vm, { ...layout, errand: "head", suppression: "none" }, notify);
}

/** A vcpu's second doorbell, rung in its interrupt handler: how far it has read the completion queue. */
export class CompletionDoorbell {
  readonly #host: ExitContext;
  readonly #rung: CompletionDoorbellTiming | undefined;
  readonly #apic: LocalApic;
  readonly #doorbell: RoundTrip;
  /** Stands for no request: it carries the instant of the store, and the place among the requests that counts it. */
  readonly #store = new Request();
  #unsaid = 0;

  constructor(
    host: ExitContext,
    own: { path: CompletionSpec; region: Doorbell; thread: Thread; prices: StagePrices; apic: LocalApic },
  ) {
    this.#host = host;
    this.#rung = own.path.completionDoorbell;
    this.#apic = own.apic;
    this.#doorbell = new RoundTrip(host.sim, own.thread, own.prices);
    this.#store.region = own.region;
  }

  /** The guest has taken this answer; returns whether it has to ring for it at once. */
  answered(request: Request): boolean {
    this.#store.index = request.index;
    this.#unsaid += 1;
    return this.#rung === "per-answer";
  }

  /** Whether the device has not been told yet how far the guest has read. */
  get behind(): boolean {
    return this.#unsaid > 0;
  }

  *ring(): Process {
    const { sim, observations } = this.#host;
    this.#unsaid = 0;
    this.#apic.out = true;
    this.#store.stored = sim.now;
    this.#doorbell.begin(this.#store, observations.rung(this.#store));
    yield sim.call(guestStore(this.#host, this.#doorbell));
    this.#doorbell.end();
    observations.returned(this.#doorbell);
    this.#apic.out = false;
  }
}
