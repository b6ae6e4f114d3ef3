/** `measurement.json`: what depends on the machine and the day. */

export const measurementFormat = "iofd-measurement/1";

/** One microbenchmark of the real code, measured on this machine. */
export interface MicroRow {
  readonly suite: string;
  readonly name: string;
  /** What was varied, such as registrations on the bus or pending events. */
  readonly size: number;
  /** Nanoseconds an operation. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
  /** Comparisons one operation makes, where it is a bus search: what the model charges for. */
  readonly comparisons?: number;
}

/** Our code and the same in C++. */
export interface NativeRow {
  readonly suite: string;
  readonly name: string;
  readonly size: number;
  readonly compiler: string;
  /** Nanoseconds an operation; null where there is no compiler. */
  readonly ours: number;
  readonly native: number | null;
  /** Ours as a share of the yardstick's speed, above 1 if faster: the median of the pairs of one run. */
  readonly ratio: number | null;
}

/** The engine's queue of future events and a plain binary heap: an event taken and one put, `size` pending. */
export interface QueueRow {
  /** How long after it each event schedules the next. */
  readonly increments: string;
  readonly size: number;
  /** Nanoseconds an event. */
  readonly ours: number;
  readonly heap: number;
  /** Ours as a share of the heap's speed, above 1 if faster: the median of the pairs of one run. */
  readonly ratio: number;
}

/** One path through the machine model, beside the engine alone. */
export interface ModelRow {
  readonly path: string;
  /** Scenario and point that the machine is of. */
  readonly origin: string;
  /** Doorbells of one run. */
  readonly doorbells: number;
  /** Nanoseconds a doorbell, building the machine included. */
  readonly doorbell: number;
  /** Events a doorbell. */
  readonly events: number;
  /** Nanoseconds an event of HOLD with 16 processes and the fingerprint on. */
  readonly hold: number;
  /** The model's events a second as a share of HOLD's: the median of the pairs of one run. */
  readonly share: number;
}

/** Seconds of CPU of a whole process that simulates an M/M/1: medians; `beyond` is that of the pairs. */
export interface ColdStart {
  readonly customers: number;
  /** A process that does nothing. */
  readonly node: number;
  /** What simulating costs on top of it. */
  readonly beyond: number;
}

/** Seconds of CPU that the `iofd` command takes until it has answered: medians. */
export interface StartUp {
  /** A Node process that does nothing. */
  readonly node: number;
  readonly commands: readonly {
    /** The whole command line. */
    readonly command: string;
    readonly cpu: number;
    /** `cpu` over `node`: the median of the pairs of one turn. */
    readonly ratio: number;
  }[];
}

/** Bytes of heap that one operation leaves behind. */
export interface AllocationRow {
  readonly name: string;
  readonly bytes: number;
}

/** One engine at one workload in one style, beside ours. */
export interface PeerRow {
  readonly workload: string;
  /** Pending events, where that is what a workload varies; else 0. */
  readonly size: number;
  /** What is counted. */
  readonly unit: string;
  readonly engine: string;
  readonly version: string;
  readonly style: string;
  /** How many were timed, each round. */
  readonly operations: number;
  /** Operations a second: median, least and most of the rounds. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Our rate in the same style over this one: median of the rounds. */
  readonly ratio: number;
}

/** Engines side by side, turn by turn, as often as there were rounds. */
export interface PeerComparison {
  readonly rounds: number;
  readonly rows: readonly PeerRow[];
}

export interface Measurement {
  readonly format: typeof measurementFormat;
  readonly iofd: string;
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly os: string;
    readonly node: string;
    /** What V8 was told that is not its default. */
    readonly v8?: string;
  };
  readonly workers: number;
  readonly runs: readonly { readonly name: string; readonly seconds: number; readonly events: number }[];
  readonly micro: readonly MicroRow[];
  readonly native: readonly NativeRow[];
  /** Where the engine's queue was timed alone. */
  readonly queue?: readonly QueueRow[];
  /** Where the machine model was timed. */
  readonly model?: readonly ModelRow[];
  readonly coldStart: ColdStart | null;
  readonly startUp?: StartUp;
  readonly allocation: readonly AllocationRow[];
  /** Where rival engines were run beside ours. */
  readonly peers?: PeerComparison;
  /** What could not be measured here, and why. */
  readonly absent: readonly string[];
}
