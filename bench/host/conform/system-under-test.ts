import type { Exit, Vm } from "../../../sim/index.ts";
import type { ReadHandler } from "../kvm/vcpu.ts";

/** The methods of `Vm` that a VM of the running kernel has too, with the same answers. */
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

/** "plain": no in-kernel irqchip. "irqchip": KVM_CREATE_IRQCHIP was called. */
export type Flavour = "plain" | "irqchip";

/**
 * The VMs of one process, simulated or in the running kernel. With an irqchip there are two; the second has no guest
 * and only takes ioctls. Without an irqchip both elements of `vms` are the same VM.
 */
export interface SystemUnderTest {
  readonly vms: readonly [SharedVm, SharedVm];
  /** Performs `rep outs`. Returns the exits of all elements in order. */
  outs(port: bigint, elements: readonly Uint8Array[]): Exit[];
  /** Performs `rep ins` of `count` elements of `len` bytes. Returns the bytes that the guest read, and the exits. */
  ins(from: { port: bigint; len: number; count: number }, onRead: ReadHandler): { data: Uint8Array; exits: Exit[] };
  /**
   * The gsis below 15 that had interrupts since the last call: a list for each VM, in ascending order, each gsi once.
   */
  takeInterrupts(): number[][];
  /** Waits until the irqfds of closed eventfds are gone. */
  awaitIrqfdShutdown(): void;
  close(): void;
}
