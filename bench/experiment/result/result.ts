/**
 * The two kinds of files that a run leaves and a report takes. `result.json` holds only what scenario, seed and iofd
 * version determine: the same bytes on every machine, and all its inputs, so that it reruns itself. `measurement.json`
 * holds what depends on the machine and the day.
 */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Notify, type Stage, stages } from "../../../sim/index.ts";
import type { CostCell, CostNumber } from "../costs/sheet-numbers.ts";
import { refuse } from "../input/fault.ts";
import type { ValidatedCell, Validation } from "../published/compare-published.ts";
import { type Measure, measures, measureUnits } from "../replication/measures.ts";
import type { Metric, Statistic, WakeUp } from "../replication/replication.ts";
import type { SelfCheck } from "../run/self-check.ts";
import type { Headline, Swing } from "../sensitivity/headline.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";
import type { Comparison } from "../stats/compare.ts";
import type { Estimate } from "../stats/estimate.ts";
import type { Warning } from "./warning.ts";

export {
  type Comparison,
  type CostCell,
  type CostNumber,
  type Estimate,
  type Headline,
  type Measure,
  measures,
  measureUnits,
  type Sensitivity,
  type Stage,
  type Swing,
  stages,
  type ValidatedCell,
  type Validation,
  type Warning,
};

export const resultFormat = "iofd-result/1";
export const measurementFormat = "iofd-measurement/1";

/** A file that the scenario named. */
export interface EmbeddedFile {
  readonly encoding: "utf8" | "base64";
  readonly content: string;
}

/** Where a published figure and a point meet. */
export type Standing = "fitted" | "predicted" | "modelled";

/** One station of the machine under the offered load. */
export interface Station {
  /** Share of its time that the load asks of it; at 1 and above there is no steady state. */
  readonly utilisation: number;
  /** The most doorbells a second it can do. */
  readonly capacity: Estimate;
  /** By how much its backlog grows, in doorbells a second; 0 below saturation. */
  readonly backlogGrowth: number;
}

/** One setting of everything, as simulated. Durations are in `timeUnit`. */
export interface Point {
  readonly id: string;
  readonly axes: Readonly<Record<string, string | number>>;
  /** The same as numbers, where they are: counts, rates a second, durations in ns. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly kernel: string;
  readonly notify: Notify;
  readonly space: "mmio" | "pio";
  readonly costs: string;
  readonly timeUnit: "ns" | "cycles";
  readonly replications: number;
  readonly requests: number;
  readonly warmup: number;
  readonly standing: Standing;
  readonly reference: CostCell | null;
  /** Null where the metric has no steady state, or was not observed. */
  readonly metrics: { readonly [metric in Metric]: { readonly [statistic in Statistic]: Estimate } | null };
  /** Whether a vcpu was caught in the VMM for a good part of a run: then a round trip is as long as the run. */
  readonly caught: boolean;
  /** False where the cost sheet only knows totals: the signal then lies somewhere between 0 and rtt. */
  readonly notifyKnown: boolean;
  /** Mean time of each stage that was spent; they sum to the mean rtt. */
  readonly stages: { readonly [stage in Stage]?: number };
  /** Comparisons of one bus search. */
  readonly comparisons: { readonly mean: number; readonly max: number };
  /** Requests due, and done (answered, or served where nobody waits for answers) a second; null in a sheet without a clock. */
  readonly offered: number | null;
  readonly throughput: Estimate | null;
  readonly vcpu: Station | null;
  readonly backend: Station | null;
  /** Per request. */
  readonly userspaceExits: number;
  readonly wakeups: Estimate;
  /** What waking the backend takes on average of one request, part by part; null where nothing wakes or reads. */
  readonly wakeUp: WakeUp | null;
  /** Share of the time that each CPU was busy; null where every thread has its own. */
  readonly cpus: readonly number[] | null;
  /** Null where the machine has nothing of the kind. */
  readonly measures: { readonly [measure in Measure]?: Estimate | null };
  /** CPU time of vcpu and backend threads that one request costs the host, waiting not counted. */
  readonly cpu: Estimate;
  readonly doorbells: number;
  readonly events: number;
  /** Of the first replication's event trajectory: changes whenever model or engine do. */
  readonly fingerprint: string;
}

/** What is compared between a point and its baseline. */
export type Compared = "rtt" | "response" | "notify" | "completion" | "cpu";

export interface PointComparison {
  readonly point: string;
  readonly baseline: string;
  readonly metrics: { readonly [metric in Compared]?: Comparison };
}

/** A cost sheet that the points used. */
export interface SheetRecord {
  readonly file: string;
  readonly name: string;
  readonly hardware: string;
  readonly mitigations: string;
  readonly timeUnit: "ns" | "cycles";
  readonly numbers: readonly CostNumber[];
  readonly cells: readonly CostCell[];
}

/** What was found in a replayed trace. */
export interface TraceRecord {
  readonly file: string;
  readonly events: number;
  readonly seconds: number;
  readonly userspaceExits: Readonly<Record<string, number>>;
  readonly doorbells: number;
  readonly doorbellSeconds: number;
  readonly mostWritten: readonly { space: string; address: string; len: number; writes: number }[];
}

export interface Result {
  readonly format: typeof resultFormat;
  readonly iofd: string;
  readonly name: string;
  readonly question: string;
  readonly scenario: { readonly file: string; readonly text: string };
  readonly files: Readonly<Record<string, EmbeddedFile>>;
  readonly axes: Readonly<Record<string, readonly (string | number)[]>>;
  readonly seed: number;
  readonly costs: readonly SheetRecord[];
  readonly trace: TraceRecord | null;
  readonly selfCheck: SelfCheck;
  readonly points: readonly Point[];
  readonly comparisons: readonly PointComparison[];
  /** Null where the scenario does not ask for it. */
  readonly sensitivity: Sensitivity | null;
  /** Where published figures speak of simulated points. */
  readonly validations: readonly Validation[];
  readonly warnings: readonly Warning[];
}

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
  readonly allocation: readonly AllocationRow[];
  /** Where rival engines were run beside ours. */
  readonly peers?: PeerComparison;
  /** What could not be measured here, and why. */
  readonly absent: readonly string[];
}

/** Writes a file whole or not at all; refuses a place where that can not be done. */
export function writeWhole(path: string, content: string): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    makeFolder(dirname(path));
    writeFileSync(partial, content);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    refuse(`can not be written: ${(error as Error).message}; free that place or name another`, path);
  }
}

/** Makes a folder and those above it, one by one: Node's own way never ends where one can not be made, such as in /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder`);
    return;
  }
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // else another process was quicker
  }
}

/** The bytes of a result or measurement file. */
export function serialise(file: Result | Measurement): string {
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Reads a result or measurement file; refuses anything else by name. */
export function readResultFile(path: string): Result | Measurement {
  if (!existsSync(path)) refuse("there is no such file", path);
  if (statSync(path).isDirectory())
    refuse("is a folder; report a result.json or measurement.json that lies in it", path);
  if (/\.ya?ml$/.test(path)) refuse("is a scenario; `iofd run` it, and report the result.json that it writes", path);
  let file: { format?: unknown } | null;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return refuse(`is no result, or was cut short: ${(error as Error).message}; run its scenario again`, path);
  }
  if (file?.format === resultFormat || file?.format === measurementFormat) return file as Result | Measurement;
  const format = file?.format === undefined ? "it names no format" : `its format is ${JSON.stringify(file.format)}`;
  return refuse(`is neither a result nor a measurement of this iofd: ${format}`, path);
}
