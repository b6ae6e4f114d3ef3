import { isOpen, type MachineSpec, waitsForAnswers, workerKind } from "../../sim/index.ts";

/** Requests a time unit that a machine's backend threads can serve at most; null where nothing can overrun them. */
export function backendCapacity(machine: MachineSpec): number | null {
  const { backend, notify, workload } = machine;
  const { count = 1, handler = "inline" } = backend;
  const served = workerKind(machine) !== "counter" && (notify === "iofd" || handler !== "inline");
  const each = perRequest(machine);
  if (!served || each === 0 || waitsForAnswers(workload) || (isBounded(machine) && !isOpen(workload))) return null;
  return count / each;
}

/** Whether rings that are full hold the guest back, so that its backlog is before them and not on them. */
export function isBounded({ virtqueue }: MachineSpec): boolean {
  return virtqueue?.size !== undefined;
}

function perRequest({ backend, virtqueue, costs }: MachineSpec): number {
  return (backend.service?.mean ?? 0) + (virtqueue ? (costs.thread["ring-take"]?.mean ?? 0) : 0);
}
