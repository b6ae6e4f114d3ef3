import type { Exit, Vm } from "../../../sim/index.ts";
import type { ReadHandler } from "../kvm/vcpu.ts";

/** The part of `Vm` that a VM of the running kernel has too, under the same names and with the same answers. */
export type SharedVm = Pick<
  Vm,
  | "eventfd"
  | "openNull"
  | "dup"
  | "close"
  | "read"
  | "write"
  | "poll"
  | "ioctl"
  | "store"
  | "load"
  | "coalesced"
  | "ring"
  | "eoi"
>;

/** "plain": no interrupt controller in the kernel. "irqchip": KVM_CREATE_IRQCHIP was called. */
export type Flavour = "plain" | "irqchip";

/**
 * The VMs of one process, simulated or of the running kernel. With an irqchip there are two, of which the second has no
 * guest and only takes ioctls; without, it is the same VM twice.
 */
export interface SystemUnderTest {
  readonly vms: readonly [SharedVm, SharedVm];
  /** `rep outs`: the exits of all elements, one after the other. */
  outs(port: bigint, elements: readonly Uint8Array[]): Exit[];
  /** `rep ins` of `count` elements of `len` bytes. */
  ins(from: { port: bigint; len: number; count: number }, answer: ReadHandler): { data: Uint8Array; exits: Exit[] };
  /** Takes the interrupts since the last call: per VM the gsis below 15, ascending, each once however often it came. */
  takeInterrupts(): number[][];
  /** Waits until the irqfds of closed eventfds are gone. */
  awaitIrqfdShutdown(): void;
  close(): void;
}
