import { isOpen, type MachineSpec } from "../../../sim/index.ts";
import { knowsInstants } from "../costs/sheet-knows.ts";
import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import { backendOverloaded, sourceBlocked, utilisationOf } from "../replication/saturation.ts";
import { isMonopolised } from "../replication/steady-state.ts";
import type { HeadlineMetric } from "../result/sensitivity.ts";

/** The means that headlines are made of; null without a steady state, or where the sheet does not know the instant. */
export type Means = { readonly [metric in HeadlineMetric]: number | null };

export function meansOf(machine: MachineSpec, replication: Replication): Means {
  const { rtt, response, notify } = replication.metrics;
  const loads = utilisationOf(machine, replication);
  const monopolised = isMonopolised(replication);
  const answered = isOpen(machine.workload) && !sourceBlocked(loads) && !monopolised;
  const told = knowsInstants(machine.costs, machine.notify) && !backendOverloaded(loads);
  return {
    rtt: monopolised ? null : (rtt?.mean ?? null),
    response: answered ? response!.mean : null,
    notify: told ? (notify?.mean ?? null) : null,
    cpu: cpuPerRequest(replication),
  };
}
