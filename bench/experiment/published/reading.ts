/** What one replication says of something that figures are published of. */

import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import type { Statistic } from "../result/metrics.ts";
import { metricOf, type ValidatedMetric } from "../result/validation.ts";

/** Null where the replication has seen nothing of the kind. Rates count per time unit of the cost sheet. */
export function readingOf(metric: ValidatedMetric, statistic: Statistic, sample: Replication): number | null {
  switch (metric) {
    case "cpu":
      return cpuPerRequest(sample);
    case "wakeups":
      return sample.wakeups / sample.requests;
    case "throughput":
      return sample.completed;
    case "kicks":
      return perTime(sample.issued, sample);
    case "interrupts":
      return perTime(sample.interrupts, sample);
    case "userspace-exits":
      return perTime(sample.exits.userspace, sample);
    default:
      return sample.metrics[metricOf(metric)!]?.[statistic] ?? null;
  }
}

function perTime(count: number, { requests, completed: done }: Replication): number {
  return (count / requests) * done;
}
