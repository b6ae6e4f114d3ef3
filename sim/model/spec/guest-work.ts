import type { Price } from "../costs/cost-sheet.ts";

/** CPU time of the guest's own that each request takes on its vcpu, as distinct from a pause between two. */
export interface GuestWork {
  /** Before it lies where the device will find it: a system call, the block or network stack, the driver. */
  readonly submit?: Price | undefined;
  /** After its answer was seen, in the interrupt handler: the same way back. */
  readonly answer?: Price | undefined;
}
