/** What every engine is given to do. */

export type WorkloadName = "hold" | "mm1" | "ping-pong";

/** How a model is written: plain event handlers; processes (in M/M/1 a source and a server); a process for each customer. */
export type Style = "events" | "processes" | "process per customer";

/** Slow engines are given less to do. */
export type Pace = "fast" | "slow";

export interface Workload {
  readonly name: WorkloadName;
  readonly label: string;
  /** Pending events of HOLD; elsewhere 0. */
  readonly size: number;
  /** What is counted. */
  readonly unit: "events" | "customers" | "wake-ups";
  readonly operations: { readonly [pace in Pace]: number };
}

/** In M/M/1, mean service over mean gap. */
export const utilisation = 0.8;

/** HOLD: each event schedules itself again. M/M/1: one server. Ping-pong: two wake each other, without time passing. */
export const workloads: readonly Workload[] = [
  ...[16, 1000, 100_000].map(hold),
  {
    name: "mm1",
    label: `M/M/1 at ${utilisation}`,
    size: 0,
    unit: "customers",
    operations: { fast: 1_000_000, slow: 100_000 },
  },
  { name: "ping-pong", label: "ping-pong", size: 0, unit: "wake-ups", operations: { fast: 2_000_000, slow: 500_000 } },
];

function hold(size: number): Workload {
  return { name: "hold", label: "HOLD", size, unit: "events", operations: { fast: 2_000_000, slow: 500_000 } };
}

/** One run of a driver. */
export interface Assignment {
  readonly workload: WorkloadName;
  readonly style: Style;
  readonly size: number;
  /** Even, as `warmup` is. */
  readonly operations: number;
  /** Operations before those that are timed: what a compiler at run time needs, given to all. */
  readonly warmup: number;
}

/** A share of what a workload asks of an engine of that pace, and a fifth of it to warm up. */
export function assignmentOf(workload: Workload, style: Style, given: { pace: Pace; share: number }): Assignment {
  const warmup = 2 * Math.ceil((given.share * workload.operations[given.pace]) / 10);
  return { workload: workload.name, style, size: workload.size, operations: 5 * warmup, warmup };
}
