import type { Price } from "../costs/cost-sheet.ts";

/** Who serves doorbells: a callback in the kernel, or a thread that must be woken. */
export const backendKinds = ["counter", "iothread", "main-loop", "vhost"] as const;
export type BackendKind = (typeof backendKinds)[number];

/** Who does the device's work when a doorbell exits to the VMM. */
export const handlerKinds = ["inline", "bh", "timer", "iothread"] as const;
export type HandlerKind = (typeof handlerKinds)[number];

/** How a backend thread polls before it sleeps. */
export interface PollSpec {
  readonly kind: "fixed" | "adaptive";
  /** The longest poll. */
  readonly max: number;
}

/** The device behind the doorbells. */
export interface BackendSpec {
  readonly kind: BackendKind;
  readonly service: Price | undefined;
  /** Threads that share the doorbells; 1 if not given. */
  readonly count?: number;
  /** No polling if not given. */
  readonly poll?: PollSpec;
  /** `inline` if not given. */
  readonly handler?: HandlerKind;
}
