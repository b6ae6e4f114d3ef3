/** The workloads, the same for every engine. */

export type WorkloadName = "hold" | "mm1" | "ping-pong";

/** How a driver models it: event handlers, processes (in M/M/1 a source and a server), or a process a customer. */
export type Style = "events" | "processes" | "process per customer";

/** A slow engine gets fewer operations. */
export type Pace = "fast" | "slow";

export interface Workload {
  readonly name: WorkloadName;
  readonly label: string;
  /** Pending events of HOLD; 0 for the others. */
  readonly size: number;
  /** The unit of `operations`. */
  readonly unit: "events" | "customers" | "wake-ups";
  readonly operations: { readonly [pace in Pace]: number };
}

/** Utilisation of M/M/1: mean service time over mean gap. */
export const utilisation = 0.8;

/** HOLD: each event schedules itself again. M/M/1: one server. Ping-pong: two wake each other while no time passes. */
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
  /** Timed operations. Even, as `warmup` is. */
  readonly operations: number;
  /** Operations before the timed ones. Just-in-time compilers need them; every engine gets them. */
  readonly warmup: number;
}

/** `share` times the workload's operations at that pace, in multiples of 10. The warm-up is a fifth of it. */
export function assignmentOf(workload: Workload, style: Style, of: { pace: Pace; share: number }): Assignment {
  const warmup = 2 * Math.ceil((of.share * workload.operations[of.pace]) / 10);
  return { workload: workload.name, style, size: workload.size, operations: 5 * warmup, warmup };
}
