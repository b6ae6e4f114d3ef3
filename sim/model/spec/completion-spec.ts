/** When the guest rings the head of its completion queue: once for all that a handler run found, or for each answer. */
export const completionDoorbells = ["per-interrupt", "per-answer"] as const;
export type CompletionDoorbellTiming = (typeof completionDoorbells)[number];

/** "edge": a message for each signal. "level": a line that stays up until the guest's end of interrupt (INTx). */
export const triggers = ["edge", "level"] as const;
export type Trigger = (typeof triggers)[number];

/** How a finished request gets back to the guest. */
export interface CompletionSpec {
  /** Who raises the interrupt: an eventfd bound to it, or an ioctl on the VM. */
  readonly kind: "irqfd" | "ioctl";
  /** `edge` if not given; `level` takes an irqfd, a resamplefd and a single vcpu. */
  readonly trigger?: Trigger;
  /** How it reaches a running guest: by making its vcpu exit, or posted by the hardware. */
  readonly delivery: "kick" | "posted";
  /** How long a halted vcpu's thread polls before it sleeps. */
  readonly haltPoll: number;
  /** When the guest rings to say how far it has read the answers, as NVMe does; never if not given. */
  readonly completionDoorbell?: CompletionDoorbellTiming;
  /**
   * The most answers that the guest's handler takes before a request that is due may be made, as NAPI has it: it asks for
   * no interrupt until it has found none. No limit if not given; takes `edge`, and answers that need not be told of.
   */
  readonly budget?: number;
}
