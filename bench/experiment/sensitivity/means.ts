import { isOpen, type MachineSpec } from "../../../sim/index.ts";
import { knowsInstants } from "../costs/sheet-knows.ts";
import { cpuPerRequest, type Sample } from "../replication/replication.ts";
import { fallsBehind, isHeldUp, loadsOf } from "../replication/saturation.ts";
import { isCaught } from "../replication/steady-state.ts";
import type { HeadlineMetric } from "../result/sensitivity.ts";

/** The means of one run that headlines are made of; null where there is none, or none to be known. */
export type Means = { readonly [metric in HeadlineMetric]: number | null };

/** Reads the means off a sample. */
export function meansOf(machine: MachineSpec, sample: Sample): Means {
  const { rtt, response, notify } = sample.metrics;
  const loads = loadsOf(machine, sample);
  const caught = isCaught(sample);
  const answered = isOpen(machine.workload) && !isHeldUp(loads) && !caught;
  const told = knowsInstants(machine.costs, machine.notify) && !fallsBehind(loads);
  return {
    rtt: caught ? null : (rtt?.mean ?? null),
    response: answered ? response!.mean : null,
    notify: told ? (notify?.mean ?? null) : null,
    cpu: cpuPerRequest(sample),
  };
}
