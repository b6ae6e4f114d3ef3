/** A scenario file, checked. */

import type { MachineSpec } from "../../../sim/index.ts";
import type { Trace } from "../../trace/trace.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import type { PublishedFigure } from "../result/validation.ts";
import type { AskedSensitivity, Settings } from "./schema.ts";
import type { Scalar, Setting } from "./sweep.ts";

/** A point's machine, and the inputs behind it. */
export interface PointInputs {
  readonly machine: MachineSpec;
  readonly sheet: LoadedSheet;
  readonly trace: Trace | null;
  /** Names of the files, as written, so that a result can carry them. */
  readonly files: readonly string[];
}

/** A point of the sweep, ready to run. */
export interface SweepPoint {
  readonly id: string;
  readonly setting: Setting;
  readonly settings: Settings;
  readonly inputs: PointInputs;
  /** The point that it is compared with; null for a baseline, or without one. */
  readonly baselineId: string | null;
}

/** A scenario file, checked. */
export interface Scenario {
  readonly name: string;
  readonly question: string;
  readonly file: string;
  readonly text: string;
  readonly axes: Readonly<Record<string, readonly Scalar[]>>;
  readonly baseline: Setting | null;
  readonly sensitivity: AskedSensitivity | null;
  readonly validation: ScenarioValidation | null;
  readonly run: Settings["run"];
  readonly points: readonly SweepPoint[];
}

/** A scenario's own validation, checked. */
export interface ScenarioValidation {
  readonly parameters: readonly string[];
  readonly figures: readonly PublishedFigure[];
}
