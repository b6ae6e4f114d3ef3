/** Finds the metrics without a steady state: their means would depend on the length of the run. */

import type { Metric } from "../result/metrics.ts";
import type { Replication } from "./replication.ts";
import { backendOverloaded, type Stations, sourceBlocked } from "./saturation.ts";

export function unsteadyMetrics(stations: Stations, monopolised: boolean): Set<Metric> {
  const held = sourceBlocked(stations);
  return new Set<Metric>([
    ...(held ? (["issueDelay", "response"] as const) : []),
    ...(backendOverloaded(stations) || (held && monopolised) ? (["notify", "completion"] as const) : []),
    ...(monopolised ? (["rtt", "rttWoke", "rttQuiet", "response"] as const) : []),
  ]);
}

/** As many requests may come during one doorbell by chance. */
const few = 20;

/** Whether one doorbell lasted for a good part of the run, because the VMM's handler went on serving other vcpus. */
export function isMonopolised({ mostDuringExit, requests }: Replication): boolean {
  return mostDuringExit > few && mostDuringExit >= 0.05 * requests;
}
