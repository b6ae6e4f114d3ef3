import { distinct, type Fault, InputError } from "../input/fault.ts";
import { faultsOf } from "../input/schema-faults.ts";
import type { Path, SourceDocument } from "../input/yaml.ts";
import { fileFaults, type NamedFiles } from "../rules/named-files.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { PointInputs, SweepPoint } from "../scenario/scenario.ts";
import { type Settings, scenarioSchema, settingsSchema } from "../scenario/schema.ts";
import { combinations, pointId, type Setting, withValue } from "../scenario/sweep.ts";
import type { Axes } from "./axes.ts";
import { machineFor } from "./build-machine.ts";

/** Builds points from the settings of a file, and places their faults where they were written. */
export class PointBuilder {
  readonly #source: SourceDocument;
  readonly #axes: Axes;
  readonly #inputs: Inputs;
  readonly #base: Record<string, unknown>;

  constructor(source: SourceDocument, axes: Axes, inputs: Inputs) {
    this.#source = source;
    this.#axes = axes;
    this.#inputs = inputs;
    const isHead = (key: string) => key in scenarioSchema.shape && !(key in settingsSchema.shape);
    this.#base = Object.fromEntries(Object.entries(source.value ?? {}).filter(([key]) => !isHead(key)));
  }

  /** Tries each value of each axis once, with the other axes at their first value: finds every fault of one value. */
  singleFaults(): Fault[] {
    const first = Object.fromEntries(Object.entries(this.#axes.values).map(([path, values]) => [path, values[0]!]));
    const settings = Object.entries(this.#axes.values).flatMap(([path, values]) =>
      values.map((value) => ({ ...first, [path]: value })),
    );
    return distinct([
      ...[first, ...settings].flatMap((setting) => this.#parse(setting).faults),
      ...Object.keys(first).flatMap((path) => this.#passedOver(first, path)),
    ]);
  }

  /** Faults of a value that an axis replaces: no point uses it, so no other check finds them. */
  #passedOver(setting: Setting, path: string): Fault[] {
    const { [path]: _, ...others } = setting;
    const value = Object.entries(others).reduce<unknown>((base, [key, v]) => withValue(base, key, v), this.#base);
    const { error } = settingsSchema.safeParse(value);
    const own = (error?.issues ?? []).filter((issue) => issue.path.join(".") === path);
    const written = path.split(".").reduce<unknown>((inner, key) => (inner as never)?.[key], this.#base);
    if (written === undefined || own.length === 0) return [];
    return faultsOf({ issues: own } as never, { ...this.#source, value }, scenarioSchema);
  }

  /** Every point of the matrix. Throws an `InputError` with the faults that only a combination has. */
  points(baseline: Setting | null): SweepPoint[] {
    const faults: Fault[] = [];
    const settings = combinations(this.#axes.values);
    const points = settings.flatMap((setting) => {
      const { settings, inputs, faults: own } = this.#parse(setting);
      faults.push(...own);
      if (!settings || !inputs) return [];
      const compared = { ...setting, ...baseline };
      const isBaseline = baseline === null || pointId(compared) === pointId(setting);
      return [{ id: pointId(setting), setting, settings, inputs, baselineId: isBaseline ? null : pointId(compared) }];
    });
    if (faults.length > 0) throw new InputError(distinct(faults));
    const units = new Set(points.map((point) => point.inputs.machine.costs.timeUnit));
    if (baseline !== null && "costs" in baseline && units.size > 1) {
      const message =
        "baseline: sheets that count in cycles of an unknown clock can not be compared with those in time; compare sheets of one unit";
      throw new InputError([this.#source.faultAt(["baseline", "costs"], message)]);
    }
    if (baseline !== null && points.every((point) => point.baselineId === null)) {
      throw new InputError([
        this.#source.faultAt(
          ["baseline"],
          "baseline: every point is its own baseline, so nothing is compared; sweep more values of these settings",
        ),
      ]);
    }
    return points;
  }

  /** Faults of a setting, written at `place`, that names paths or values that are not swept. */
  settingFaults(place: Path, setting: Setting | undefined): Fault[] {
    const name = place.join(".");
    return Object.entries(setting ?? {}).flatMap(([path, value]) => {
      const values = this.#axes.values[path];
      if (values?.some((other) => other === value) || this.#axes.refused.includes(path)) return [];
      const message = values
        ? `${name}: ${value} is not among the values of matrix.${path}: ${values.join(", ")}`
        : `${name}: "${path}" is not swept; ${this.#swept}`;
      return [this.#source.faultAt([...place, path], message)];
    });
  }

  get #swept(): string {
    const paths = Object.keys(this.#axes.values);
    return paths.length > 0 ? `name one of: ${paths.join(", ")}` : "nothing is swept; add it to `matrix`";
  }

  #parse(setting: Setting): { settings?: Settings; inputs?: PointInputs; faults: Fault[] } {
    const value = Object.entries(setting).reduce<unknown>((base, [path, v]) => withValue(base, path, v), this.#base);
    const parsed = settingsSchema.safeParse(value);
    const report = (path: Path, message: string, key?: string) => this.#faultAt(setting, path, message, key);
    if (!parsed.success) {
      const source = { ...this.#source, value, faultAt: report };
      const files = fileFaults(value as NamedFiles, this.#inputs, report);
      return { faults: [...faultsOf(parsed.error, source, scenarioSchema), ...files] };
    }
    const made = machineFor(parsed.data, this.#inputs, report);
    return made.faults.length > 0
      ? { faults: made.faults }
      : { settings: parsed.data, inputs: made.inputs!, faults: [] };
  }

  /** Places a fault of a swept setting at the axis value that caused it, or at the axis if its path has an unknown key. */
  #faultAt(setting: Setting, path: Path, message: string, key?: string): Fault {
    const full = [...path, ...(key === undefined ? [] : [key])].join(".");
    const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}.`);
    const axis = Object.keys(setting).find((swept) => within(full, swept) || within(swept, full));
    if (axis === undefined) return this.#source.faultAt(path, message, key);
    if (key !== undefined && within(axis, full))
      return this.#source.faultAt(["matrix"], `matrix.${axis}: ${message}`, axis);
    const index = this.#axes.values[axis]!.indexOf(setting[axis]!);
    return this.#source.faultAt(["matrix", axis, index], `matrix.${axis}: ${message.replace(`${full}: `, "")}`);
  }
}
