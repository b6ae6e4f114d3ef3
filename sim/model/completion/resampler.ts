import type { Process } from "../../engine/index.ts";
import { KVM_CREATE_IRQCHIP, KVM_IRQFD, KVM_IRQFD_FLAG_RESAMPLE } from "../../kvm/abi.ts";
import type { EventFd, EventFdWaiter } from "../../kvm/eventfd.ts";
import { encodeIrqfd } from "../../kvm/structs.ts";
import type { Vm } from "../../kvm/vm.ts";
import type { Thread } from "../cpu/thread.ts";
import type { Observations } from "../observe/observations.ts";
import { type Interrupts, insist } from "./interrupts.ts";

/** IOAPIC pin of the device's line. */
const pin = 10;

/** A level-triggered irqfd: one eventfd raises the line, the other is signalled when the line falls. */
export interface LevelLine {
  readonly gsi: number;
  readonly raise: EventFd;
  readonly resample: EventFd;
}

/** Binds a line to an irqfd and a resamplefd, as a VMM does for a PCI device's INTx. */
export function connectLevel(vm: Vm): LevelLine {
  insist("KVM_CREATE_IRQCHIP", vm.ioctl(KVM_CREATE_IRQCHIP, null));
  const [fd, resamplefd] = [vm.eventfd(0, 0), vm.eventfd(0, 0)];
  const binding = encodeIrqfd({ fd, gsi: pin, flags: KVM_IRQFD_FLAG_RESAMPLE, resamplefd });
  insist("KVM_IRQFD", vm.ioctl(KVM_IRQFD, binding));
  return { gsi: pin, raise: vm.eventFdOf(fd), resample: vm.eventFdOf(resamplefd) };
}

/**
 * The VMM's thread that sleeps on the resamplefd. A signal while the line is up changes nothing, so after each end of
 * interrupt it raises the line again if completions are left.
 */
export class Resampler implements EventFdWaiter {
  readonly #vm: Vm;
  readonly #line: LevelLine;
  readonly #to: { thread: Thread; interrupts: Interrupts; observations: Observations };
  #woke = false;

  constructor(vm: Vm, line: LevelLine, to: { thread: Thread; interrupts: Interrupts; observations: Observations }) {
    this.#vm = vm;
    this.#line = line;
    this.#to = to;
    line.resample.addWaiter(this);
  }

  /** The guest's end of interrupt reaches KVM, at this instant, and the line falls. True if that woke the thread. */
  eoi(): boolean {
    this.#woke = false;
    this.#vm.eoi(this.#line.gsi);
    return this.#woke;
  }

  wake(): void {
    this.#woke = this.#to.thread.wake() === "asleep";
  }

  *run(): Process {
    const { thread, interrupts, observations } = this.#to;
    const { resample } = this.#line;
    for (;;) {
      if (!resample.readable) {
        yield thread.sleep();
        yield thread.resume();
      }
      yield thread.run(thread.prices.draw("syscall")); // read
      resample.drain();
      if (interrupts.hasUnseen(0)) {
        yield thread.run(interrupts.raiseCost(thread.prices, "user"));
        observations.reasserted += 1;
        interrupts.interrupt(0);
      }
      yield thread.run(thread.prices.draw("syscall")); // ppoll
    }
  }
}
