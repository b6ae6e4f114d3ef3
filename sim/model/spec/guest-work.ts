import type { Price } from "../costs/cost-sheet.ts";

/** CPU time of the guest on each request, apart from the pause between two. */
export interface GuestWork {
  /** Before the request is submitted: system call, block or network stack, driver. */
  readonly submit?: Price | undefined;
  /** After its completion, in the interrupt handler: the same on the way back. */
  readonly answer?: Price | undefined;
}
