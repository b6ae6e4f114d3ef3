/** The public names that scenarios and cost sheets are written in. Loads no engine and no machine. */

export { capabilities, type Kernel, type KernelCapabilities, kernels } from "./kvm/kernels.ts";
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
