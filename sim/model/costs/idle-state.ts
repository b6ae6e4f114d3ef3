import type { IdleState } from "./cost-sheet.ts";

/**
 * What it costs to leave the idle state that a CPU has reached after `idleFor`: the deepest state whose target
 * residency has passed. `states` is ordered by residency; without states waking is free.
 */
export function exitLatency(states: readonly IdleState[], idleFor: number): number {
  let latency = 0;
  for (const state of states) {
    if (idleFor < state.residency) break;
    latency = state.exitLatency;
  }
  return latency;
}
