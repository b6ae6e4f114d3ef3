/** Reads a scenario: whole, or refused with every fault in it. */

import { isCostSheet } from "../costs/load-sheet.ts";
import type { Fault } from "../input/fault.ts";
import { InputError } from "../input/fault.ts";
import { faultsOf } from "../input/schema-faults.ts";
import { type Path, readYaml, type SourceDocument } from "../input/yaml.ts";
import { fileFaults, type NamedFiles } from "../rules/named-files.ts";
import { unusedFaults } from "../rules/unused-settings.ts";
import type { Inputs } from "../scenario/inputs.ts";
import type { PointInputs, Scenario, SweepPoint } from "../scenario/scenario.ts";
import {
  axisSchema,
  listSchema,
  rangeSchema,
  type Settings,
  scenarioSchema,
  settingsSchema,
} from "../scenario/schema.ts";
import {
  axisValues,
  combinations,
  mostPoints,
  pointId,
  type Scalar,
  type Setting,
  withValue,
} from "../scenario/sweep.ts";
import { machineFor } from "./build-machine.ts";
import { placeFigures } from "./place-figures.ts";

/** Parses and checks a scenario and all that it names; throws an `InputError` with every fault. */
export function parseScenario(file: string, text: string, inputs: Inputs): Scenario {
  const source = readYaml(file, text);
  if (source.faults.length > 0) throw new InputError(source.faults);
  if (source.value !== null && (typeof source.value !== "object" || Array.isArray(source.value))) {
    throw new InputError([source.faultAt([], "expected keys with values, such as `name: my-device`")]);
  }
  if (source.value === null)
    throw new InputError([{ file, message: "the file is empty; `iofd init` writes one to start from" }]);
  if (isCostSheet(source)) {
    throw new InputError([source.faultAt([], "this is a cost sheet; a scenario names it as `costs`")]);
  }
  const { head, faults: headFaults } = headOf(source);
  const axes = axesOf(source);
  const checker = new PointChecker(source, axes, inputs);
  const baseline = head?.baseline ?? null;
  const sensitivity = head?.sensitivity ?? null;
  const faults = [
    ...headFaults,
    ...axes.faults,
    ...checker.settingFaults(["baseline"], baseline),
    ...checker.settingFaults(["sensitivity", "at"], sensitivity?.at ?? null),
    ...(head?.validation?.cells ?? []).flatMap(({ at, over = null }, i) => [
      ...checker.settingFaults(["validation", "cells", i, "at"], at),
      ...checker.settingFaults(["validation", "cells", i, "over"], over),
    ]),
    ...checker.singleFaults(),
  ];
  if (!head || faults.length > 0) throw new InputError(distinct(faults));
  const points = checker.points(baseline);
  const unused = distinct(unusedFaults(source, points));
  if (unused.length > 0) throw new InputError(unused);
  const { name, question } = head;
  const placed = head.validation && placeFigures(head.validation, points, source.faultAt);
  if (placed && placed.faults.length > 0) throw new InputError(placed.faults);
  const validation = placed?.validation ?? null;
  return {
    name,
    question,
    file,
    text,
    axes: axes.values,
    baseline,
    sensitivity,
    validation,
    run: points[0]!.settings.run,
    points,
  };
}

const headSchema = scenarioSchema
  .pick({ name: true, question: true, baseline: true, sensitivity: true, validation: true })
  .loose();

/** The parts that are not settings, with their faults; settings are checked point by point. */
function headOf(source: SourceDocument): { head: ReturnType<typeof headSchema.parse> | null; faults: Fault[] } {
  const parsed = headSchema.safeParse(source.value);
  if (parsed.success) return { head: parsed.data, faults: [] };
  return { head: null, faults: faultsOf(parsed.error, source, scenarioSchema) };
}

interface Axes {
  readonly values: Readonly<Record<string, readonly Scalar[]>>;
  /** Paths of axes that have faults, and so no values. */
  readonly refused: readonly string[];
  readonly faults: Fault[];
}

function axesOf(source: SourceDocument): Axes {
  const matrix = (source.value as { matrix?: unknown }).matrix ?? {};
  if (typeof matrix !== "object" || Array.isArray(matrix)) {
    const message = "matrix: expected settings by path, such as { notify: [qemu, iofd] }";
    return { values: Object.create(null), refused: [], faults: [source.faultAt(["matrix"], message)] };
  }
  const faults: Fault[] = [];
  const values: Record<string, readonly Scalar[]> = Object.create(null); // an axis may have any name
  for (const [path, axis] of Object.entries(matrix)) {
    const complaints = axisFaults(source, path, axis);
    faults.push(...complaints);
    if (complaints.length > 0) continue;
    const found = axisValues(axisSchema.parse(axis));
    if (found instanceof Error) faults.push(source.faultAt(["matrix", path], `matrix.${path}: ${found.message}`));
    else values[path] = found;
  }
  const product = Object.values(values).reduce((count, list) => count * list.length, 1);
  const refused = Object.keys(matrix).filter((path) => !(path in values));
  if (product <= mostPoints) return { values, refused, faults };
  const advice = `at most ${mostPoints} run as one scenario; use fewer steps, or a log scale`;
  const message = `the matrix has ${product} points; ${advice}`;
  return {
    values: Object.create(null),
    refused: Object.keys(matrix),
    faults: [...faults, source.faultAt(["matrix"], message)],
  };
}

/** What is wrong with an axis as written, at the element or the key that is wrong. */
function axisFaults(source: SourceDocument, path: string, axis: unknown): Fault[] {
  const name = path.split(".")[0]!;
  if (name in scenarioSchema.shape && !(name in settingsSchema.shape)) {
    return [source.faultAt(["matrix"], `matrix.${path}: "${name}" can not be swept`, path)];
  }
  const list = listOn(source.value, path);
  if (list !== null) {
    return [source.faultAt(["matrix"], `matrix.${path}: ${list} is a list, and nothing in it can be swept`, path)];
  }
  const isRange = axis !== null && typeof axis === "object" && !Array.isArray(axis);
  const parsed = (isRange ? rangeSchema : Array.isArray(axis) ? listSchema : axisSchema).safeParse(axis);
  if (parsed.success) return [];
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ["matrix", path, ...issue.path] }));
  return faultsOf({ issues } as never, source, scenarioSchema);
}

/** The list that the way to a setting leads into, if it does. */
function listOn(settings: unknown, path: string): string | null {
  const keys = path.split(".");
  let value = settings;
  for (const [i, key] of keys.entries()) {
    if (Array.isArray(value)) return keys.slice(0, i).join(".");
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  return null;
}

/** Builds points from the file's settings, and places what is wrong with them where it was written. */
class PointChecker {
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

  /** Each value of each axis once, the other axes at their first: every fault of a value is found, none twice. */
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

  /** What is wrong with a value that an axis takes the place of: nothing else would ever tell. */
  #passedOver(setting: Setting, path: string): Fault[] {
    const { [path]: _, ...others } = setting;
    const value = Object.entries(others).reduce<unknown>((base, [key, v]) => withValue(base, key, v), this.#base);
    const { error } = settingsSchema.safeParse(value);
    const own = (error?.issues ?? []).filter((issue) => issue.path.join(".") === path);
    const written = path.split(".").reduce<unknown>((inner, key) => (inner as never)?.[key], this.#base);
    if (written === undefined || own.length === 0) return [];
    return faultsOf({ issues: own } as never, { ...this.#source, value }, scenarioSchema);
  }

  /** Every point of the matrix; throws with the faults that only a combination has. */
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
        "baseline: sheets that count in cycles of an unknown clock can not be compared with those in time";
      throw new InputError([this.#source.faultAt(["baseline", "costs"], message)]);
    }
    if (baseline !== null && points.every((point) => point.baselineId === null)) {
      throw new InputError([
        this.#source.faultAt(["baseline"], "baseline: every point is its own baseline; nothing is compared"),
      ]);
    }
    return points;
  }

  /** The setting written at `place` must be of swept values. */
  settingFaults(place: Path, setting: Setting | null): Fault[] {
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
    return paths.length > 0 ? `name one of: ${paths.join(", ")}` : "what is swept stands in `matrix`";
  }

  #parse(setting: Setting): { settings?: Settings; inputs?: PointInputs; faults: Fault[] } {
    const value = Object.entries(setting).reduce<unknown>((base, [path, v]) => withValue(base, path, v), this.#base);
    const parsed = settingsSchema.safeParse(value);
    const complain = (path: Path, message: string, key?: string) => this.#faultAt(setting, path, message, key);
    if (!parsed.success) {
      const source = { ...this.#source, value, faultAt: complain };
      const files = fileFaults(value as NamedFiles, this.#inputs, complain);
      return { faults: [...faultsOf(parsed.error, source, scenarioSchema), ...files] };
    }
    const made = machineFor(parsed.data, this.#inputs, complain);
    return made.faults.length > 0
      ? { faults: made.faults }
      : { settings: parsed.data, inputs: made.inputs!, faults: [] };
  }

  /** A fault of a swept setting is placed at the axis value that caused it, or at the axis if that is named for an unknown key. */
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

function distinct(faults: readonly Fault[]): Fault[] {
  const seen = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...seen.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
