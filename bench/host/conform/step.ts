import type { CoalescedZoneArgs, IoeventfdArgs, IofdArgs, IrqfdArgs, Space } from "../../../sim/index.ts";
import type { Flavour } from "./system-under-test.ts";

/** A route of a gsi. Type KVM_IRQ_ROUTING_IRQCHIP leads to the 8259 pin of the same number. */
export interface RoutingEntry {
  readonly gsi: number;
  readonly type: number;
}

/** The arguments of each kind of step. Descriptors have the numbers of `Vm`. */
interface StepFields {
  readonly ioeventfd: { readonly args: Required<IoeventfdArgs> };
  readonly iofd: { readonly args: IofdArgs };
  readonly "register-zone": { readonly args: Required<CoalescedZoneArgs> };
  readonly "unregister-zone": { readonly args: Required<CoalescedZoneArgs> };
  /** `count` zones of 4 bytes, one after the other from `addr`. */
  readonly "register-zones": { readonly addr: bigint; readonly count: number };
  readonly irqfd: { readonly vm: 0 | 1; readonly args: Required<IrqfdArgs> };
  readonly "create-irqchip": unknown;
  readonly "set-routing": { readonly flags: number; readonly entries: readonly RoutingEntry[] };
  readonly "null-pointer": { readonly request: number };
  readonly eventfd: { readonly initval: number; readonly flags: number };
  readonly "open-null": unknown;
  readonly dup: { readonly fd: number };
  readonly close: { readonly fd: number };
  readonly poll: { readonly fd: number };
  readonly read: { readonly fd: number; readonly size: number };
  /** `size` bytes that start with the value's. */
  readonly write: { readonly fd: number; readonly value: bigint; readonly size: number };
  readonly store: { readonly space: Space; readonly gpa: bigint; readonly len: number; readonly value: bigint };
  readonly load: { readonly space: Space; readonly gpa: bigint; readonly len: number };
  /** A load of an interrupt controller's register. Its exits are compared, its value is not. */
  readonly "load-register": { readonly space: Space; readonly gpa: bigint; readonly len: number };
  /** `rep outs`. */
  readonly outs: { readonly port: bigint; readonly len: number; readonly values: readonly bigint[] };
  /** `rep ins`. */
  readonly ins: { readonly port: bigint; readonly len: number; readonly count: number };
  /** Takes all entries out of the coalesced ring. */
  readonly drain: unknown;
  readonly "set-ring": { readonly first: number; readonly last: number };
  readonly eoi: { readonly gsi: number };
}

export type StepKind = keyof StepFields;

/** A step of one kind. */
export type StepOf<K extends StepKind> = { readonly kind: K } & StepFields[K];

/** One operation of a VMM or of its guest, with its arguments. */
export type Step = { [K in StepKind]: StepOf<K> }[StepKind];

/** A function for each kind of step. */
export type ByKind<Rest extends readonly unknown[], Result> = {
  readonly [K in StepKind]: (step: StepOf<K>, ...rest: Rest) => Result;
};

/** Calls the function for this kind of step. */
export function byKind<Rest extends readonly unknown[], Result>(
  functions: ByKind<Rest, Result>,
  step: Step,
  ...rest: Rest
): Result {
  return (functions[step.kind] as (step: Step, ...rest: Rest) => Result)(step, ...rest);
}

/** The steps for a new system. */
export interface Script {
  readonly flavour: Flavour;
  readonly steps: readonly Step[];
}

/** The open descriptors at the start of every script: four eventfds, and /dev/null. */
export const EVENTFDS = [3, 4, 5, 6] as const;
export const NULL_FD = 7;
