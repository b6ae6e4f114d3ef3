import { encodeIrqfd, KVM_CREATE_IRQCHIP, KVM_IRQFD, KVM_IRQFD_FLAG_DEASSIGN } from "../../../sim/index.ts";
import { type Kvm, throwOnErrno } from "./kvm.ts";
import { Pic } from "./pic.ts";

/** The gsi of the barrier: when its interrupt has arrived, all earlier ones have. Scripts do not use it. */
const BARRIER_GSI = 15;
/** How long to wait for the barrier's interrupt. */
const TIMEOUT_MS = 5000;
const AFFINITY_BYTES = 128;
const ONE = new Uint8Array(new BigUint64Array([1n]).buffer);

/**
 * The interrupts that irqfds inject into VMs with an in-kernel irqchip. An irqfd does not inject at once: it queues
 * work for a kernel thread of the current CPU, which does its work in order. So this thread stays on one CPU, and
 * signals a barrier irqfd: its interrupt follows all earlier ones.
 */
export class Injections {
  readonly #kvm: Kvm;
  readonly #vms: readonly number[];
  readonly #pics: readonly Pic[];
  readonly #barrier: number;
  readonly #affinity = new Uint8Array(AFFINITY_BYTES);

  /** Creates the irqchips of the VMs. Keeps this thread on its current CPU until `close`. */
  constructor(kvm: Kvm, vms: readonly number[]) {
    this.#kvm = kvm;
    this.#vms = vms;
    for (const vm of vms) throwOnErrno("KVM_CREATE_IRQCHIP", kvm.libc.ioctl(vm, KVM_CREATE_IRQCHIP, 0));
    this.#pics = vms.map((vm) => new Pic(kvm, vm));
    this.#barrier = throwOnErrno("eventfd", kvm.libc.eventfd(0, 0));
    this.#irqfd(0);
    throwOnErrno("sched_getaffinity", kvm.libc.getAffinity(this.#affinity));
    throwOnErrno("sched_setaffinity", kvm.libc.setAffinity(cpuMask(kvm.libc.getCpu())));
  }

  /** Waits until all queued interrupts have arrived. Returns the gsis of each VM and clears them. */
  take(): number[][] {
    throwOnErrno("write", this.#kvm.libc.write(this.#barrier, ONE));
    const last = this.#pics.at(-1)!;
    const deadline = performance.now() + TIMEOUT_MS;
    while (!last.requests().includes(BARRIER_GSI)) {
      if (performance.now() > deadline)
        throw new Error(`the barrier's irqfd injected no interrupt within ${TIMEOUT_MS} ms`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.02);
    }
    return this.#pics.map((pic) => {
      const requested = pic.requests();
      pic.clear(requested);
      return requested.filter((gsi) => gsi !== BARRIER_GSI);
    });
  }

  /** Waits until the irqfds of closed eventfds are shut down: every deassign in the kernel flushes that work. */
  awaitShutdown(): void {
    this.#irqfd(KVM_IRQFD_FLAG_DEASSIGN);
    this.#irqfd(0);
  }

  close(): void {
    throwOnErrno("sched_setaffinity", this.#kvm.libc.setAffinity(this.#affinity));
    this.#kvm.libc.close(this.#barrier);
  }

  #irqfd(flags: number): void {
    const args = encodeIrqfd({ fd: this.#barrier, gsi: BARRIER_GSI, flags });
    throwOnErrno("KVM_IRQFD", this.#kvm.libc.ioctl(this.#vms.at(-1)!, KVM_IRQFD, args));
  }
}

function cpuMask(cpu: number): Uint8Array {
  const mask = new Uint8Array(AFFINITY_BYTES);
  mask[cpu >> 3] = 1 << (cpu & 7);
  return mask;
}
