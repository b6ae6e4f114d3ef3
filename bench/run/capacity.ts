import { type MachineSpec, waitsForAnswers, workerKind } from "../../sim/index.ts";

/** Requests a time unit that a machine's backend threads can serve at most; null where nothing can overrun them. */
export function backendCapacity(machine: MachineSpec): number | null {
  const { backend, notify, workload } = machine;
  const { service, count = 1, handler = "inline" } = backend;
  const served = workerKind(machine) !== "counter" && (notify === "iofd" || handler !== "inline");
  if (!served || !service || service.mean === 0 || waitsForAnswers(workload)) return null;
  return count / service.mean;
}
