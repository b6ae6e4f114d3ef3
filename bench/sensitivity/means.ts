import { isOpen, knowsInstants, type MachineSpec } from "../../sim/index.ts";
import { backendCapacity, isBounded } from "../run/capacity.ts";
import { isSaturated } from "../run/plan.ts";
import { cpuPerRequest } from "../run/point.ts";
import type { Sample } from "../run/sample.ts";
import type { HeadlineMetric } from "./headline.ts";

/** The means of one run that headlines are made of; null where there is none, or none to be known. */
export type Means = { readonly [metric in HeadlineMetric]: number | null };

/** Reads the means off a sample. */
export function meansOf(machine: MachineSpec, sample: Sample): Means {
  const { rtt, response, notify } = sample.metrics;
  const answered = isOpen(machine.workload) && !isSaturated(machine, sample);
  const told = knowsInstants(machine.costs, machine.notify) && !fallsBehind(machine, sample);
  return {
    rtt: rtt?.mean ?? null,
    response: answered ? response!.mean : null,
    notify: told ? (notify?.mean ?? null) : null,
    cpu: cpuPerRequest(sample),
  };
}

/** Whether requests come to the backend's threads faster than they serve them. */
function fallsBehind(machine: MachineSpec, { done }: Sample): boolean {
  return !isBounded(machine) && done >= (backendCapacity(machine) ?? Infinity);
}
