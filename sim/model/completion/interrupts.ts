import { FifoBuffer } from "../../engine/base/fifo-buffer.ts";
import { KVM_CREATE_IRQCHIP, KVM_IRQ_ROUTING_MSI, KVM_IRQFD, KVM_SET_GSI_ROUTING } from "../../kvm/abi.ts";
import { errnoName } from "../../kvm/errno.ts";
import type { EventFd } from "../../kvm/eventfd.ts";
import { encodeGsiRouting, encodeIrqfd } from "../../kvm/structs.ts";
import type { Vm } from "../../kvm/vm.ts";
import type { ThreadPrices } from "../costs/cost-sampler.ts";
import type { ThreadCost } from "../costs/cost-sheet.ts";
import { NotificationSuppression } from "../doorbell/notification-suppression.ts";
import type { Request, RequestPool } from "../doorbell/request.ts";
import type { Observations } from "../observe/observations.ts";
import type { CompletionSpec } from "../spec/completion-spec.ts";
import type { Suppression } from "../spec/virtqueue-spec.ts";
import type { RequestSource } from "../workload/request-source.ts";
import type { Completions } from "./completions.ts";

/** A vcpu that can be interrupted. */
export interface InterruptTarget {
  /** An interrupt becomes pending. */
  interrupt(): void;
}

interface Vector {
  /** The used ring: completed requests that the guest has not seen yet. */
  readonly used: FifoBuffer<Request>;
  readonly notifications: NotificationSuppression;
  readonly line: EventFd | null;
}

/** First gsi beyond the IOAPIC's pins. */
const firstMessage = 24;

/** Completion by interrupt: one vector a vcpu, raised through the VM's own irqfds or by ioctl. */
export class Interrupts implements Completions {
  readonly observed = true;
  readonly targets: InterruptTarget[] = [];
  readonly #raise: ThreadCost;
  readonly #vm: Vm;
  readonly #vectors: readonly Vector[];
  readonly #firstGsi: number;
  readonly #to: { pool: RequestPool; source: RequestSource; observations: Observations };

  constructor(
    vm: Vm,
    at: { lines: Lines; suppression: Suppression },
    to: { pool: RequestPool; source: RequestSource; observations: Observations },
  ) {
    const { firstGsi, raise } = at.lines;
    this.#firstGsi = firstGsi;
    this.#raise = raise[0] ? "inject" : "irq-ioctl";
    this.#vm = vm;
    this.#to = to;
    this.#vectors = raise.map((line) => ({
      used: new FifoBuffer<Request>(),
      notifications: new NotificationSuppression(at.suppression),
      line,
    }));
  }

  complete(request: Request): boolean {
    const vector = this.#vectors[request.vcpu]!;
    vector.used.push(request);
    return vector.notifications.added();
  }

  raiseCost(thread: ThreadPrices, side: "user" | "kernel"): number {
    const raise = thread.draw(this.#raise);
    return side === "user" ? thread.draw("syscall") + raise : raise;
  }

  interrupt(vcpu: number): void {
    const { line } = this.#vectors[vcpu]!;
    if (line === null) {
      this.#deliver(vcpu);
      return;
    }
    line.signal();
    for (const gsi of this.#vm.interrupts()) this.#deliver(gsi - this.#firstGsi);
  }

  #deliver(vcpu: number): void {
    this.#to.observations.interrupts += 1;
    this.targets[vcpu]!.interrupt();
  }

  /** Whether the used ring holds completions. */
  hasUnseen(vcpu: number): boolean {
    return this.#vectors[vcpu]!.used.length > 0;
  }

  /** Takes the oldest completion; the guest sees it at this instant. Null if the used ring is empty. */
  next(vcpu: number): Request | null {
    const { used } = this.#vectors[vcpu]!;
    if (used.length === 0) return null;
    const request = used.shift();
    request.doorbell.ring?.release();
    this.#to.observations.completed(request);
    return request;
  }

  /** The guest has finished its work on a completed request. */
  finished(request: Request): void {
    this.#to.source.onCompletion(request);
    this.#to.pool.release(request);
  }

  /** The guest has seen all completions and asks for an interrupt at the next one. */
  rearm(vcpu: number): void {
    this.#vectors[vcpu]!.notifications.rearm();
  }
}

/** The interrupt lines: one irqfd a vcpu, on consecutive gsis; null where an ioctl raises the interrupt. */
export interface Lines {
  readonly firstGsi: number;
  readonly raise: readonly (EventFd | null)[];
}

/** Gives every vcpu its own message-signalled interrupt, as a VMM with MSI-X does. */
export function connectMessages(vm: Vm, kind: CompletionSpec["kind"], vcpus: number): Lines {
  const gsis = Array.from({ length: vcpus }, (_, vcpu) => firstMessage + vcpu);
  insist("KVM_CREATE_IRQCHIP", vm.ioctl(KVM_CREATE_IRQCHIP, null));
  if (kind === "ioctl") return { firstGsi: firstMessage, raise: gsis.map(() => null) };
  const entries = gsis.map((gsi) => ({ gsi, type: KVM_IRQ_ROUTING_MSI }));
  insist("KVM_SET_GSI_ROUTING", vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries })));
  const raise = gsis.map((gsi) => {
    const fd = vm.eventfd(0, 0);
    insist("KVM_IRQFD", vm.ioctl(KVM_IRQFD, encodeIrqfd({ fd, gsi })));
    return vm.eventFdOf(fd);
  });
  return { firstGsi: firstMessage, raise };
}

/** Throws unless KVM answered 0. */
export function insist(what: string, answer: number): void {
  if (answer !== 0) throw new Error(`${what}: ${errnoName(answer)}`);
}
