/** The public names of the simulator. */

export * from "./engine/index.ts";
export * from "./kvm/abi.ts";
export { type IoAccess, ioRead, ioWrite, type Space } from "./kvm/access.ts";
export * from "./kvm/errno.ts";
export { EventFd, type EventFdWaiter } from "./kvm/eventfd.ts";
export { FdTable } from "./kvm/fd-table.ts";
export type { Exit } from "./kvm/guest-access.ts";
export type { Dispatcher, IoBus, IoDevice, IoRange } from "./kvm/io-bus.ts";
export * from "./kvm/structs.ts";
export { U64 } from "./kvm/u64.ts";
export { type Kernel, kernels, Vm, type VmOptions } from "./kvm/vm.ts";
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
export { Machine, type MachineSpec, type RunSpec } from "./model/machine.ts";
export { Observations } from "./model/observations.ts";
export { type Match, type Notify, pricesFromTotals, type TotalCell } from "./model/totals.ts";
export { isOpen, type Rung, rungs, type Workload } from "./model/workload.ts";
