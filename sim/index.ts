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
export { capabilities, type Kernel, type KernelCapabilities, kernels } from "./kvm/kernels.ts";
export * from "./kvm/structs.ts";
export { U64 } from "./kvm/u64.ts";
export { Vm, type VmOptions } from "./kvm/vm.ts";
export {
  type CostSheet,
  type IdleState,
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
} from "./model/costs/cost-sheet.ts";
export type { Mechanism } from "./model/exit/mechanisms/mechanism.ts";
export { mechanisms } from "./model/exit/mechanisms/mechanisms.ts";
export { servedByThread, workerKind } from "./model/exit/served-by.ts";
export { Machine } from "./model/machine.ts";
export { Observations, type Series } from "./model/observe/observations.ts";
export {
  type BackendKind,
  type BackendSpec,
  backendKinds,
  type HandlerKind,
  handlerKinds,
  type PollSpec,
} from "./model/spec/backend-spec.ts";
export {
  type CompletionDoorbellTiming,
  type CompletionSpec,
  completionDoorbells,
  type Trigger,
  triggers,
} from "./model/spec/completion-spec.ts";
export type { GuestWork } from "./model/spec/guest-work.ts";
export { type HostSpec, type LockKind, lockKinds } from "./model/spec/host-spec.ts";
export type { MachineSpec, RunSpec } from "./model/spec/machine-spec.ts";
export { type Match, matches, type Notify, notifies } from "./model/spec/notify.ts";
export { type Suppression, suppressions, type VirtqueueSpec } from "./model/spec/virtqueue-spec.ts";
export {
  burstOf,
  type DoorbellChoice,
  doorbellChoices,
  isOpen,
  meanRate,
  type Workload,
  waitsForCompletions,
} from "./model/spec/workload-spec.ts";
export { batchOf } from "./model/workload/batches.ts";
