/** Which means of a point would be of its run's length, and not of the machine: they are not given. */

import type { Metric } from "../result/metrics.ts";
import type { Replication } from "./replication.ts";
import { backendOverloaded, type Stations, sourceBlocked } from "./saturation.ts";

/** The metrics that have no mean. */
export function unsteadyMetrics(stations: Stations, monopolised: boolean): Set<Metric> {
  const held = sourceBlocked(stations);
  return new Set<Metric>([
    ...(held ? (["issueDelay", "response"] as const) : []),
    ...(backendOverloaded(stations) || (held && monopolised) ? (["notify", "completion"] as const) : []),
    ...(monopolised ? (["rtt", "rttWoke", "rttQuiet", "response"] as const) : []),
  ]);
}

/** What comes during one doorbell by chance. */
const few = 20;

/**
 * Whether one doorbell lasted for a good part of the run, because its vcpu was caught in the VMM, serving what the others
 * went on to ask.
 */
export function isMonopolised({ mostDuringExit: mostCame, requests }: Replication): boolean {
  return mostCame > few && mostCame >= 0.05 * requests;
}
