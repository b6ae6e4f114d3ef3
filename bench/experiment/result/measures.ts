/** Numbers that a run counts beside the durations: one number a replication, estimated for the point. */

import type { Counts, MachineSpec } from "../../../sim/index.ts";

/** What measures are computed from: the counters of one replication, and the times of its threads. */
export interface Counted extends Counts {
  /** Doorbells by the kind of their exit. */
  readonly exits: { readonly "fast-mmio": number; readonly "in-kernel": number; readonly userspace: number };
  /** Length of the run. */
  readonly span: number;
  /** Time that vcpus were halted, all together. */
  readonly halted: number;
  /** Time that all threads waited for the big lock. */
  readonly lockWaited: number;
  /** CPU time of all backend threads. */
  readonly backendBusy: number;
  /** Switches of a shared CPU to a thread. */
  readonly switches: number;
}

/** One row of the table. */
interface MeasureRow {
  readonly name: string;
  /** `time` is in the cost sheet's time unit. */
  readonly unit: "number" | "share" | "time";
  readonly meaning: string;
  /** Null where the machine has nothing of the kind. */
  readonly of: (counted: Counted, machine: MachineSpec) => number | null;
}

/** Every measure, in the order in which reports show them. */
export const measureTable = [
  {
    name: "kicks per request",
    unit: "number",
    meaning: "Doorbells rung, those of a completion queue's head included. Only with a virtqueue.",
    of: ({ issued, requests }, machine) => (machine.virtqueue ? issued / requests : null),
  },
  {
    name: "requests per wake-up",
    unit: "number",
    meaning: "Requests for each time that a backend thread was woken.",
    of: ({ requests, wakeups }) => (wakeups > 0 ? requests / wakeups : null),
  },
  {
    name: "requests per handler run",
    unit: "number",
    meaning: "Requests that a handler found each time that it looked at a ring.",
    of: ({ requests, handlerRuns }) => (handlerRuns > 0 ? requests / handlerRuns : null),
  },
  {
    name: "came during an exit",
    unit: "number",
    meaning:
      "The most requests that came while the VMM served one doorbell and that it served before the vcpu went on.",
    of: ({ mostDuringExit }) => (mostDuringExit > 0 ? mostDuringExit : null),
  },
  {
    name: "interrupts per request",
    unit: "number",
    meaning: "Interrupts raised. Only with `return`.",
    of: ({ interrupts, requests }, machine) => (machine.return ? interrupts / requests : null),
  },
  {
    name: "halts per request",
    unit: "number",
    meaning: "Times that a vcpu halted. Only with `return`.",
    of: ({ halts, requests }, machine) => (machine.return ? halts / requests : null),
  },
  {
    name: "fast MMIO per request",
    unit: "number",
    meaning: "Doorbells that hit before their instruction was decoded. Only with `host.fast-mmio`.",
    of: ({ exits, requests }, machine) => (machine.fastMmio ? exits["fast-mmio"] / requests : null),
  },
  {
    name: "vcpu halted",
    unit: "share",
    meaning: "Share of the run that vcpus were halted. Only with `return`.",
    of: ({ halted, span }, machine) => (machine.return ? halted / (span * machine.vcpus) : null),
  },
  {
    name: "lock wait per request",
    unit: "time",
    meaning: "Time that threads waited for the big lock.",
    of: ({ lockWaited, requests }) => (lockWaited > 0 ? lockWaited / requests : null),
  },
  {
    name: "polling per request",
    unit: "time",
    meaning: "CPU time that backend threads polled. Only with `backend.poll`.",
    of: ({ polled, requests }, machine) => (machine.backend.poll ? polled / requests : null),
  },
  {
    name: "backend busy",
    unit: "share",
    meaning: "Share of the run that a backend thread was busy, as a mean of all threads.",
    of: ({ backendBusy, span }, machine) =>
      backendBusy > 0 ? backendBusy / (span * (machine.backend.count ?? 1)) : null,
  },
  {
    name: "switches per request",
    unit: "number",
    meaning: "Times that a shared CPU switched to a thread. Only with `host.cpus`.",
    of: ({ switches, requests }, machine) => (machine.host ? switches / requests : null),
  },
  {
    name: "full rings per request",
    unit: "number",
    meaning: "Requests that found their ring full. Only with `virtqueue.size`.",
    of: ({ fullRings, requests }) => fullRings / requests,
  },
  {
    name: "ring wait per request",
    unit: "time",
    meaning: "Time that vcpus had nothing to do but wait for room on a ring. Only with `virtqueue.size`.",
    of: ({ ringWaited, requests }) => ringWaited / requests,
  },
] as const satisfies readonly MeasureRow[];

/** The name of a measure. */
export type Measure = (typeof measureTable)[number]["name"];

/** The names, in order. */
export const measures = measureTable.map(({ name }) => name);

/** The measures that the result of a machine has; those of full rings only where a ring can fill. */
export function measuresFor({ virtqueue }: MachineSpec): (typeof measureTable)[number][] {
  const ofFullRings: readonly Measure[] = ["full rings per request", "ring wait per request"];
  return measureTable.filter(({ name }) => virtqueue?.size !== undefined || !ofFullRings.includes(name));
}
