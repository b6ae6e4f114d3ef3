/**
 * `result.json`: its content depends on scenario, seed and iofd version alone, so its bytes are the same on every machine. It
 * carries all its inputs, so that it runs again by itself.
 */

import type { Kernel, Notify, Stage } from "../../../sim/index.ts";
import type { CostCell, CostNumber } from "./cost-number.ts";
import type { EmbeddedFile } from "./embedded-file.ts";
import type { Comparison, Estimate } from "./estimate.ts";
import type { Measurement } from "./measurement.ts";
import type { Measure } from "./measures.ts";
import type { Metric, Statistic, WakeUp } from "./metrics.ts";
import type { SelfCheck } from "./self-check.ts";
import type { Sensitivity } from "./sensitivity.ts";
import type { Validation } from "./validation.ts";
import type { Warning } from "./warning.ts";

export const resultFormat = "iofd-result/2";

/** Whether the point's price was fitted to a published figure, predicted from others, or modelled part by part. */
export type FitStatus = "fitted" | "predicted" | "modelled";

/** One station of the machine under the offered load. */
export interface Station {
  /** At 1 and above there is no steady state. */
  readonly utilisation: number;
  /** Highest rate, in requests a second. */
  readonly capacity: Estimate;
  /** In requests a second; 0 below saturation. */
  readonly backlogGrowth: number;
}

/** One point of the sweep. Durations are in `timeUnit`. */
export interface Point {
  readonly id: string;
  readonly axes: Readonly<Record<string, string | number>>;
  /** The axes that are numbers: counts, rates a second, durations in ns. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly kernel: Kernel;
  readonly notify: Notify;
  readonly space: "mmio" | "pio";
  readonly costs: string;
  readonly timeUnit: "ns" | "cycles";
  readonly replications: number;
  readonly requests: number;
  readonly warmup: number;
  readonly fitStatus: FitStatus;
  readonly reference: CostCell | null;
  /** Null without a steady state, or where the metric was not observed. */
  readonly metrics: { readonly [metric in Metric]: { readonly [statistic in Statistic]: Estimate } | null };
  /** Whether the VMM's handler held a vcpu for a good part of a run, serving other vcpus: its round trip is as long as the run. */
  readonly monopolised: boolean;
  /** False where the cost sheet gives totals only: notify then lies between 0 and rtt. */
  readonly notifyKnown: boolean;
  /** Mean time of each stage; they sum to the mean rtt. */
  readonly stages: { readonly [stage in Stage]?: number };
  /** Comparisons of one bus search. */
  readonly comparisons: { readonly mean: number; readonly max: number };
  /** Requests due, and requests completed (where nobody waits: served), a second; null without a clock. */
  readonly offered: number | null;
  readonly throughput: Estimate | null;
  readonly vcpu: Station | null;
  readonly backend: Station | null;
  /** Per request. */
  readonly userspaceExits: number;
  readonly wakeups: Estimate;
  /** Mean time a request of waking the backend, by part; null where no thread is woken. */
  readonly wakeUp: WakeUp | null;
  /** Share of the time that each shared CPU was busy; null where each thread has its own. */
  readonly cpus: readonly number[] | null;
  /** Null where the machine has nothing of the kind. */
  readonly measures: { readonly [measure in Measure]?: Estimate | null };
  /** CPU time of vcpu and backend threads for one request, without waiting. */
  readonly cpu: Estimate;
  readonly doorbells: number;
  readonly events: number;
  /** Hash of the events of the first replication: it changes when model or engine change. */
  readonly fingerprint: string;
}

/** The metrics that are compared between a point and its baseline. */
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

/** Summary of a replayed trace. */
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
  /** Published figures beside simulated ones. */
  readonly validations: readonly Validation[];
  readonly warnings: readonly Warning[];
}

/** The bytes of a result or measurement file. */
export function serialise(file: Result | Measurement): string {
  return `${JSON.stringify(file, null, 1)}\n`;
}
