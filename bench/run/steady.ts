/** Which means of a point would be of its run's length, and not of the machine: they are not given. */

import type { MachineSpec } from "../../sim/index.ts";
import type { Metric } from "./sample.ts";
import { fallsBehind, isHeldUp, type Stations } from "./stations.ts";

/** The metrics that have no mean. */
export function unsteadyMetrics(machine: MachineSpec, stations: Stations, caught: boolean): Set<Metric> {
  return new Set<Metric>([
    ...(isHeldUp(machine, stations) ? (["lag", "response"] as const) : []),
    ...(fallsBehind(machine, stations) ? (["notify", "completion"] as const) : []),
    ...(caught ? (["rtt", "rttWoke", "rttQuiet", "response"] as const) : []),
  ]);
}

/** What one doorbell's handler may well find in rings that nobody fills meanwhile. */
const fewServed = 64;

/**
 * Whether one doorbell lasted for a good part of the run, because its vcpu was caught in the VMM, serving what the others
 * went on to ask: of all `requests`, up to `mostServed` before it was let go.
 */
export function isCaught(mostServed: number, requests: number): boolean {
  return mostServed > fewServed && mostServed >= 0.05 * requests;
}
