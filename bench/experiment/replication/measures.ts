/** Reads the measures off a replication. */

import type { MachineSpec } from "../../../sim/index.ts";
import { type Measure, measures } from "../result/measures.ts";
import type { Replication } from "./replication.ts";

/** The measures that the result of a machine has; those of full rings only where a ring can fill. */
export function measuresFor({ virtqueue }: MachineSpec): Measure[] {
  return measures.filter((measure) => virtqueue?.size !== undefined || !ofFullRings.includes(measure));
}

const ofFullRings: readonly Measure[] = ["full rings per request", "ring wait per request"];

/** Reads a measure off a sample; null where the machine has nothing of the kind. */
export const measureOf: Readonly<Record<Measure, (sample: Replication, machine: MachineSpec) => number | null>> = {
  "kicks per request": ({ issued, requests }, machine) => (machine.virtqueue ? issued / requests : null),
  "requests per wake-up": ({ requests, wakeups }) => (wakeups > 0 ? requests / wakeups : null),
  "requests per handler run": ({ requests, handlerRuns }) => (handlerRuns > 0 ? requests / handlerRuns : null),
  "came during an exit": ({ mostDuringExit: mostCame }) => (mostCame > 0 ? mostCame : null),
  "interrupts per request": ({ interrupts, requests }, machine) => (machine.return ? interrupts / requests : null),
  "halts per request": ({ halts, requests }, machine) => (machine.return ? halts / requests : null),
  "fast MMIO per request": ({ fastMmio, requests }, machine) => (machine.fastMmio ? fastMmio / requests : null),
  "vcpu halted": ({ halted, span }, machine) => (machine.return ? halted / (span * machine.vcpus) : null),
  "lock wait per request": ({ lockWaited, requests }) => (lockWaited > 0 ? lockWaited / requests : null),
  "polling per request": ({ polled, requests }, machine) => (machine.backend.poll ? polled / requests : null),
  "switches per request": ({ switches, requests }, machine) => (machine.host ? switches / requests : null),
  "full rings per request": ({ fullRings, requests }) => fullRings / requests,
  "ring wait per request": ({ ringWaited, requests }) => ringWaited / requests,
  "backend busy": ({ backendBusy, span }, machine) =>
    backendBusy > 0 ? backendBusy / (span * (machine.backend.count ?? 1)) : null,
};
