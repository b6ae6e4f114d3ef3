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
export { Vm, type VmOptions } from "./kvm/vm.ts";
export { Machine } from "./model/machine.ts";
export { type Counts, countsOf } from "./model/observe/counters.ts";
export { Observations, type Series } from "./model/observe/observations.ts";
export { batchOf } from "./model/workload/batches.ts";
export * from "./spec.ts";
