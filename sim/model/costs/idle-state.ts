import type { IdleState } from "./cost-sheet.ts";

/**
 * Exit latency after `idleFor` of idle time: that of the deepest state whose residency has passed. `states` is ordered
 * by residency; without states, waking is free.
 */
export function exitLatency(states: readonly IdleState[], idleFor: number): number {
  let latency = 0;
  for (const state of states) {
    if (idleFor < state.residency) break;
    latency = state.exitLatency;
  }
  return latency;
}
