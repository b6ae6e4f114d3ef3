/** The public names of the simulator. */

export * from "./engine/index.ts";
export * from "./kvm/abi.ts";
export { type IoAccess, ioRead, ioWrite, type Space } from "./kvm/access.ts";
export { ArgumentError } from "./kvm/argument-error.ts";
export type { BusName } from "./kvm/buses.ts";
export type { CoalescedWrite } from "./kvm/coalesced-ring.ts";
export * from "./kvm/errno.ts";
export { EventFd, type EventFdWaiter, pollBits } from "./kvm/eventfd.ts";
export { FdTable, type OpenFile } from "./kvm/fd-table.ts";
export type { Answer, Exit } from "./kvm/guest-access.ts";
export type { Dispatcher, ExactMatch, IoBus, IoDevice, IoRange } from "./kvm/io-bus.ts";
export * from "./kvm/structs.ts";
export { U64 } from "./kvm/u64.ts";
export { type Kernel, kernels, Vm, type VmOptions } from "./kvm/vm.ts";
export { batchOf } from "./model/batches.ts";
export { type LockKind, lockKinds } from "./model/big-lock.ts";
export {
  type CostSheet,
  type IdleState,
  knowsInstants,
  knowsParts,
  type Price,
  type PricedStage,
  quantize,
  type Stage,
  type StepCost,
  stages,
  stepCosts,
  type ThreadCost,
  threadCosts,
  unpricedStages,
} from "./model/cost-sheet.ts";
export { type HandlerKind, handlerKinds } from "./model/deferral.ts";
export type { GuestWork } from "./model/guest-work.ts";
export type { HostSpec } from "./model/host-cpus.ts";
export { Machine } from "./model/machine.ts";
export {
  type BackendKind,
  type BackendSpec,
  backendKinds,
  type MachineSpec,
  type RunSpec,
  workerKind,
} from "./model/machine-spec.ts";
export { Observations, type Series } from "./model/observations.ts";
export type { PollSpec } from "./model/polling.ts";
export {
  type CompletionDoorbell,
  completionDoorbells,
  type ReturnPath,
  type Trigger,
  triggers,
} from "./model/return-path.ts";
export { type Rung, rungs } from "./model/rung.ts";
export { type Match, matches, type Notify, notifies, pricesFromTotals, type TotalCell } from "./model/totals.ts";
export { type Suppression, suppressions } from "./model/virtqueue.ts";
export { burstOf, isOpen, meanRate, type Workload, waitsForAnswers } from "./model/workload.ts";
