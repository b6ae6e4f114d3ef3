/** Reads a published quantity off a replication. */

import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import type { Statistic } from "../result/metrics.ts";
import { metricOf, type ValidatedMetric } from "../result/validation.ts";

/** The quantity; null where the replication did not observe it. Rates are per time unit of the cost sheet. */
export function readingOf(metric: ValidatedMetric, statistic: Statistic, replication: Replication): number | null {
  switch (metric) {
    case "cpu":
      return cpuPerRequest(replication);
    case "wakeups":
      return replication.wakeups / replication.requests;
    case "throughput":
      return replication.completed;
    case "kicks":
      return perTime(replication.issued, replication);
    case "interrupts":
      return perTime(replication.interrupts, replication);
    case "userspace-exits":
      return perTime(replication.exits.userspace, replication);
    default:
      return replication.metrics[metricOf(metric)!]?.[statistic] ?? null;
  }
}

function perTime(count: number, { requests, completed: done }: Replication): number {
  return (count / requests) * done;
}
