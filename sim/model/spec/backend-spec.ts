import type { Price } from "../costs/cost-sheet.ts";

/** Who acts on doorbells: a callback in the kernel, or a thread that has to be woken. */
export const backendKinds = ["counter", "iothread", "main-loop", "vhost"] as const;
export type BackendKind = (typeof backendKinds)[number];

/** Who does a device's work when its doorbell exits to the VMM. */
export const handlerKinds = ["inline", "bh", "timer", "iothread"] as const;
export type HandlerKind = (typeof handlerKinds)[number];

/** How a backend's thread waits: asleep at once, or looking for a while first. */
export interface PollSpec {
  readonly kind: "fixed" | "adaptive";
  /** The longest time that it looks before it sleeps. */
  readonly max: number;
}

/** The device's other half. */
export interface BackendSpec {
  readonly kind: BackendKind;
  readonly service: Price | undefined;
  /** Threads that share the doorbells; 1 if not given. */
  readonly count?: number;
  /** Looks for work for a while before it sleeps. */
  readonly poll?: PollSpec;
  /** What a doorbell that exits to the VMM makes it do; `inline` if not given. */
  readonly handler?: HandlerKind;
}
