import { KVM_IRQFD_FLAG_DEASSIGN, KVM_IRQFD_FLAG_RESAMPLE } from "./abi.ts";
import { errno } from "./errno.ts";
import type { EventFd, EventFdWaiter } from "./eventfd.ts";
import type { FdTable } from "./fd-table.ts";
import type { Irqchip } from "./irqchip.ts";
import type { IrqfdArgs } from "./structs.ts";

/**
 * "now": flags are checked, an in-kernel irqchip is required, an eventfd serves at most one irqfd, resampling exists,
 * and a wake-up or a detach drains the counter. "2009": none of that; a deassign by GSI and eventfd removes all
 * matching irqfds.
 */
export type IrqfdGeneration = "now" | "2009";

interface Irqfd extends EventFdWaiter {
  readonly eventfd: EventFd;
  readonly gsi: number;
  /** Signalled at the guest's EOI; `null` for an edge-triggered irqfd. */
  readonly resample: EventFd | null;
}

/** KVM_IRQFD of one VM: eventfds whose signal injects an interrupt. */
export class Irqfds {
  readonly #fds: FdTable;
  readonly #irqchip: Irqchip;
  readonly #generation: IrqfdGeneration;
  #irqfds: Irqfd[] = [];

  constructor(host: { readonly fds: FdTable; readonly irqchip: Irqchip }, generation: IrqfdGeneration) {
    this.#fds = host.fds;
    this.#irqchip = host.irqchip;
    this.#generation = generation;
  }

  /** 0 or a negated errno (`kvm_irqfd`). */
  ioctl(args: Required<IrqfdArgs>): number {
    const unknown = args.flags & ~(KVM_IRQFD_FLAG_DEASSIGN | KVM_IRQFD_FLAG_RESAMPLE);
    if (this.#generation === "now" && unknown !== 0) return -errno.EINVAL;
    return (args.flags & KVM_IRQFD_FLAG_DEASSIGN) !== 0 ? this.#deassign(args) : this.#assign(args);
  }

  /** The v7 ioctl that names an irqfd by its descriptor alone. 0 or a negated errno. */
  deassignByFd(fd: number): number {
    const eventfd = this.#fds.eventfd(fd);
    if (typeof eventfd === "number") return eventfd;
    this.#detach((irqfd) => irqfd.eventfd === eventfd);
    return 0;
  }

  /** The guest's end of interrupt: lowers the line and signals every resamplefd of the GSI. */
  acknowledge(gsi: number): void {
    if (!this.#irqchip.hasRoute(gsi)) return; // without a pin there is no end of interrupt
    const resampling = this.#irqfds.filter((irqfd) => irqfd.gsi === gsi && irqfd.resample !== null);
    if (resampling.length > 0) this.#irqchip.lower(gsi);
    for (const irqfd of resampling) irqfd.resample?.signal();
  }

  #assign(args: Required<IrqfdArgs>): number {
    if (this.#generation === "now" && !this.#irqchip.present) return -errno.EINVAL;
    const eventfd = this.#fds.eventfd(args.fd);
    if (typeof eventfd === "number") return eventfd;
    const resamples = this.#generation === "now" && (args.flags & KVM_IRQFD_FLAG_RESAMPLE) !== 0;
    const resample = resamples ? this.#fds.eventfd(args.resamplefd) : null;
    if (typeof resample === "number") return resample;

    const irqfd = this.#create(eventfd, args.gsi, resample);
    if (this.#generation === "2009") eventfd.addWaiter(irqfd);
    else if (!eventfd.claim(irqfd)) {
      this.#leaveResampler(irqfd);
      return -errno.EBUSY;
    }
    this.#irqfds.push(irqfd);
    // A signal before the assignment is not lost, and its counter stays.
    if (eventfd.readable) this.#inject(irqfd);
    return 0;
  }

  /** Returns 0 even if no binding matches. */
  #deassign(args: Required<IrqfdArgs>): number {
    const eventfd = this.#fds.eventfd(args.fd);
    if (typeof eventfd === "number") return eventfd;
    this.#detach((irqfd) => irqfd.eventfd === eventfd && irqfd.gsi === args.gsi);
    return 0;
  }

  #create(eventfd: EventFd, gsi: number, resample: EventFd | null): Irqfd {
    const irqfd: Irqfd = {
      eventfd,
      gsi,
      resample,
      wake: () => {
        if (this.#generation === "now") eventfd.drain();
        this.#inject(irqfd);
      },
      hangUp: () => this.#detach((other) => other === irqfd),
    };
    return irqfd;
  }

  #inject(irqfd: Irqfd): void {
    if (irqfd.resample === null) this.#irqchip.pulse(irqfd.gsi);
    else this.#irqchip.raise(irqfd.gsi);
  }

  #detach(leaves: (irqfd: Irqfd) => boolean): void {
    for (const irqfd of this.#irqfds.filter(leaves)) {
      irqfd.eventfd.release(irqfd);
      irqfd.eventfd.removeWaiter(irqfd);
      // Removing the binding clears its pending count (`eventfd_ctx_remove_wait_queue`).
      if (this.#generation === "now") irqfd.eventfd.drain();
      this.#irqfds.splice(this.#irqfds.indexOf(irqfd), 1);
      this.#leaveResampler(irqfd);
    }
  }

  /** The last resampling irqfd of a GSI, or a refused one, leaves the line low (`irqfd_resampler_shutdown`). */
  #leaveResampler({ gsi, resample }: Irqfd): void {
    if (resample === null || this.#irqfds.some((other) => other.resample !== null && other.gsi === gsi)) return;
    this.#irqchip.lower(gsi);
  }
}
