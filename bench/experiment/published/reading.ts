/** Reads a published quantity off a replication. */

import { cpuPerRequest, type Replication } from "../replication/replication.ts";
import type { Statistic } from "../result/metrics.ts";
import { metricOf, type ValidatedMetric } from "../result/validation.ts";

/** The quantity; null where the replication did not observe it. Rates are per time unit of the cost sheet. */
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
