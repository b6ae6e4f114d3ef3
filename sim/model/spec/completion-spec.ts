/**
 * When the guest rings its completion queue's head doorbell: once for all completions of a handler run, or for each.
 */
export const completionDoorbells = ["per-interrupt", "per-answer"] as const;
export type CompletionDoorbellTiming = (typeof completionDoorbells)[number];

/** "edge": a message for each signal. "level": a line that stays up until the guest's end of interrupt (INTx). */
export const triggers = ["edge", "level"] as const;
export type Trigger = (typeof triggers)[number];

/** How completions reach the guest. */
export interface CompletionSpec {
  /** Who raises the interrupt: an eventfd bound to it (irqfd), or an ioctl on the VM. */
  readonly kind: "irqfd" | "ioctl";
  /** `edge` if not given. `level` takes an irqfd, a resamplefd and a single vcpu. */
  readonly trigger?: Trigger;
  /** How it reaches a running guest: the vcpu is kicked out, or the hardware posts it. */
  readonly delivery: "kick" | "posted";
  /** How long a halted vcpu's thread polls before it sleeps. */
  readonly haltPoll: number;
  /** When the guest rings the completion queue's head doorbell, as NVMe does; never if not given. */
  readonly completionDoorbell?: CompletionDoorbellTiming;
  /**
   * Completions that the guest's handler takes before a due request may be submitted (NAPI's weight). It asks for no
   * interrupt until it has found none. Unlimited if not given; takes `edge` and suppressed notifications.
   */
  readonly budget?: number;
}
