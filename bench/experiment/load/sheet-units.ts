import { quantize } from "../../../sim/spec.ts";
import type { LoadedSheet } from "../costs/load-sheet.ts";
import type { Fault, ReportFault } from "../input/fault.ts";
import type { Duration } from "../input/units.ts";
import type { Path } from "../input/yaml.ts";

/** Converts durations to a sheet's time unit, and collects faults of durations that have none. */
export class UnitOfSheet {
  readonly faults: Fault[] = [];
  readonly #sheet: LoadedSheet;
  readonly #report: ReportFault;

  constructor(sheet: LoadedSheet, report: ReportFault) {
    this.#sheet = sheet;
    this.#report = report;
  }

  /** A duration that is always the same, rounded to the model's resolution. */
  fixed(duration: Duration, path: Path): number {
    return quantize(this.of(duration, path));
  }

  of(duration: Duration, path: Path): number {
    const { timeUnit, name } = this.#sheet.sheet;
    if (duration.unit === timeUnit) return duration.value;
    if (duration.unit === "cycles" && this.#sheet.clock !== undefined) return duration.value / this.#sheet.clock;
    const want = timeUnit === "cycles" ? "cycles" : "a unit of time";
    this.faults.push(this.#report(path, `${name} states no clock, so write this duration in ${want}`));
    return 0;
  }
}
