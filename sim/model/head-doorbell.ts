import type { Process } from "../engine/index.ts";
import type { Vm } from "../kvm/vm.ts";
import { Doorbell } from "./doorbell.ts";
import { guestStore } from "./guest-store.ts";
import type { Host } from "./host.ts";
import type { LocalApic } from "./local-apic.ts";
import type { StagePrices } from "./prices.ts";
import { layOut, type Region, type RegionLayout } from "./region.ts";
import { Request } from "./request.ts";
import type { CompletionDoorbell, ReturnPath } from "./return-path.ts";
import type { Thread } from "./thread.ts";
import type { Notify } from "./totals.ts";

/** How many completion doorbells there are: a queue has one, and a vcpu has one queue. */
export function rungHeads({ vcpus, return: path }: { vcpus: number; return?: ReturnPath }): number {
  return path?.completionDoorbell === undefined ? 0 : vcpus;
}

/** Lays them out. Nothing ever lies behind one: whoever is told of it finds no request. */
export function layOutHeads(
  vm: Vm,
  layout: Omit<RegionLayout, "errand" | "suppression" | "size">,
  notify: Notify,
): Region[] {
  if (layout.count === 0) return [];
  return layOut(vm, { ...layout, errand: "head", suppression: "none" }, notify);
}

/** A vcpu's second doorbell, rung in its interrupt handler: how far it has read the completion queue. */
export class HeadDoorbell {
  readonly #host: Host;
  readonly #rung: CompletionDoorbell | undefined;
  readonly #apic: LocalApic;
  readonly #doorbell: Doorbell;
  /** Stands for no request: it carries the instant of the store, and the place among the requests that counts it. */
  readonly #store = new Request();
  #unsaid = 0;

  constructor(
    host: Host,
    own: { path: ReturnPath; region: Region; thread: Thread; prices: StagePrices; apic: LocalApic },
  ) {
    this.#host = host;
    this.#rung = own.path.completionDoorbell;
    this.#apic = own.apic;
    this.#doorbell = new Doorbell(host.sim, own.thread, own.prices);
    this.#store.region = own.region;
  }

  /** The guest has taken this answer. */
  *answered(request: Request): Process {
    this.#store.index = request.index;
    this.#unsaid += 1;
    if (this.#rung === "per-answer") yield* this.#ring();
  }

  /** The guest's handler has found all there was. */
  *handled(): Process {
    if (this.#unsaid > 0) yield* this.#ring();
  }

  *#ring(): Process {
    const { sim, observations } = this.#host;
    this.#unsaid = 0;
    this.#apic.out = true;
    this.#store.stored = sim.now;
    this.#doorbell.begin(this.#store, observations.rung(this.#store));
    yield* guestStore(this.#host, this.#doorbell);
    this.#doorbell.end();
    observations.returned(this.#doorbell);
    this.#apic.out = false;
  }
}
