import { FifoBuffer } from "../engine/fifo-buffer.ts";
import { KVM_CREATE_IRQCHIP, KVM_IRQ_ROUTING_MSI, KVM_IRQFD, KVM_SET_GSI_ROUTING } from "../kvm/abi.ts";
import { errnoName } from "../kvm/errno.ts";
import type { EventFd } from "../kvm/eventfd.ts";
import { encodeGsiRouting, encodeIrqfd } from "../kvm/structs.ts";
import type { Vm } from "../kvm/vm.ts";
import type { Answers } from "./answers.ts";
import type { ThreadCost } from "./cost-sheet.ts";
import type { Observations } from "./observations.ts";
import type { ThreadPrices } from "./prices.ts";
import type { Request, RequestPool } from "./request.ts";
import type { RequestSource } from "./request-source.ts";
import { Notifications, type Suppression } from "./virtqueue.ts";

/** How a finished request gets back to the guest. */
export interface ReturnPath {
  /** Who raises the interrupt: an eventfd bound to it, or an ioctl on the VM. */
  readonly kind: "irqfd" | "ioctl";
  /** How it reaches a running guest: by making its vcpu exit, or posted by the hardware. */
  readonly delivery: "kick" | "posted";
  /** How long a halted vcpu's thread polls before it sleeps. */
  readonly haltPoll: number;
}

/** A vcpu, as far as interrupts are concerned. */
export interface InterruptTarget {
  /** An interrupt is pending from now on. */
  interrupt(): void;
}

interface Vector {
  /** Answered, and not yet seen by the guest: what lies in the used ring. */
  readonly used: FifoBuffer<Request>;
  readonly notifications: Notifications;
  readonly line: EventFd | null;
}

const firstGsi = 24;

/** The way back by interrupt: one vector a vcpu, through the VM's own irqfds where there are any. */
export class Interrupts implements Answers {
  readonly noticed = true;
  readonly targets: InterruptTarget[] = [];
  readonly #raise: ThreadCost;
  readonly #vm: Vm;
  readonly #vectors: readonly Vector[];
  readonly #to: { pool: RequestPool; source: RequestSource; observations: Observations };

  constructor(
    vm: Vm,
    at: { lines: readonly (EventFd | null)[]; suppression: Suppression },
    to: { pool: RequestPool; source: RequestSource; observations: Observations },
  ) {
    this.#raise = at.lines[0] ? "inject" : "irq-ioctl";
    this.#vm = vm;
    this.#to = to;
    this.#vectors = at.lines.map((line) => ({
      used: new FifoBuffer<Request>(),
      notifications: new Notifications(at.suppression),
      line,
    }));
  }

  answer(request: Request): boolean {
    const vector = this.#vectors[request.vcpu]!;
    vector.used.push(request);
    return vector.notifications.added();
  }

  price(thread: ThreadPrices, side: "user" | "kernel"): number {
    const raise = thread.draw(this.#raise);
    return side === "user" ? thread.draw("syscall") + raise : raise;
  }

  interrupt(vcpu: number): void {
    this.#to.observations.interrupts += 1;
    const { line } = this.#vectors[vcpu]!;
    if (line === null) {
      this.targets[vcpu]!.interrupt();
      return;
    }
    line.signal();
    for (const gsi of this.#vm.interrupts()) this.targets[gsi - firstGsi]!.interrupt();
  }

  /** The oldest answer that the guest had not seen: it sees it now. Null where its used ring is empty. */
  next(vcpu: number): Request | null {
    const { used } = this.#vectors[vcpu]!;
    if (used.length === 0) return null;
    const request = used.shift();
    this.#to.observations.completed(request);
    return request;
  }

  /** The guest has done what there was to do about an answer. */
  finished(request: Request): void {
    this.#to.source.answered(request);
    this.#to.pool.letGo(request);
  }

  /** The guest has seen all answers, and wants to be interrupted for the next. */
  enable(vcpu: number): void {
    this.#vectors[vcpu]!.notifications.enable();
  }
}

/** Gives every vcpu an interrupt of its own, as a VMM with MSI-X does: an irqfd each, or null where an ioctl raises it. */
export function connectInterrupts(vm: Vm, kind: ReturnPath["kind"], vcpus: number): (EventFd | null)[] {
  const gsis = Array.from({ length: vcpus }, (_, vcpu) => firstGsi + vcpu);
  check("KVM_CREATE_IRQCHIP", vm.ioctl(KVM_CREATE_IRQCHIP, null));
  if (kind === "ioctl") return gsis.map(() => null);
  const entries = gsis.map((gsi) => ({ gsi, type: KVM_IRQ_ROUTING_MSI }));
  check("KVM_SET_GSI_ROUTING", vm.ioctl(KVM_SET_GSI_ROUTING, encodeGsiRouting({ entries })));
  return gsis.map((gsi) => {
    const fd = vm.eventfd(0, 0);
    check("KVM_IRQFD", vm.ioctl(KVM_IRQFD, encodeIrqfd({ fd, gsi })));
    return vm.eventFdOf(fd);
  });
}

function check(what: string, answer: number): void {
  if (answer !== 0) throw new Error(`${what}: ${errnoName(answer)}`);
}
