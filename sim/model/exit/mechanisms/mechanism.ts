import type { EventFd } from "../../../kvm/eventfd.ts";
import type { IoDevice } from "../../../kvm/io-bus.ts";
import type { Vm } from "../../../kvm/vm.ts";
import type { PricedStage } from "../../costs/cost-sheet.ts";
import type { DoorbellLayout } from "../../doorbell/doorbell.ts";
import type { Match } from "../../spec/notify.ts";
import type { Backend } from "../backend.ts";
import type { RoundTrip } from "../round-trip.ts";

/** How a doorbell reaches the device: one object for each value of `notify`. */
export interface Mechanism {
  /** Who does the device's work: a thread or callback behind an eventfd, or the VMM when the vcpu exits to it. */
  readonly servedBy: "backend" | "vmm";
  /** What the VMM registers with KVM: each doorbell, one zone round all of them, or nothing. */
  readonly registers: "doorbells" | "zone" | "nothing";
  /** Stages that a cost sheet must price for it, with what they stand for. */
  readonly needs: readonly { readonly stage: PricedStage; readonly what: string }[];
  /** Registers the doorbells; returns the eventfd behind each, or null where KVM signals nobody. */
  register(vm: Vm, layout: DoorbellLayout): readonly (EventFd | null)[];
  /** Makes KVM's half of it for one machine. */
  make(at: { readonly match: Match; readonly backend: Backend }): Taker;
}

/** What KVM does with a store that a device on its bus takes. */
export interface Taker {
  /** Whether a device may stop taking stores while the guest runs, so that the instant of the search matters. */
  readonly fillsUp: boolean;
  /** Spends the stages from the end of the search to the effect. */
  spend(trip: RoundTrip): void;
  /** The effect. False where the device takes no more after all: then userspace has to. */
  take(trip: RoundTrip, device: IoDevice): boolean;
}
