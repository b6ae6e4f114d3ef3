/** The axes of a scenario's matrix, read from its file. */

import type { Fault } from "../input/fault.ts";
import { faultsOf } from "../input/schema-faults.ts";
import type { SourceDocument } from "../input/yaml.ts";
import { axisSchema, listSchema, rangeSchema, scenarioSchema, settingsSchema } from "../scenario/schema.ts";
import { axisValues, mostPoints, type Scalar } from "../scenario/sweep.ts";

export interface Axes {
  readonly values: Readonly<Record<string, readonly Scalar[]>>;
  /** Paths of axes that have faults, and so no values. */
  readonly refused: readonly string[];
  readonly faults: readonly Fault[];
}

/** Reads the axes. Where the matrix as a whole is refused, no axis has values. */
export function axesOf(source: SourceDocument): Axes {
  const matrix = (source.value as { matrix?: unknown }).matrix ?? {};
  if (typeof matrix !== "object" || Array.isArray(matrix)) {
    const message = "matrix: expected settings by path, such as { notify: [qemu, iofd] }";
    return { values: Object.create(null), refused: [], faults: [source.faultAt(["matrix"], message)] };
  }
  const faults: Fault[] = [];
  const values: Record<string, readonly Scalar[]> = Object.create(null); // an axis may have any name
  for (const [path, axis] of Object.entries(matrix)) {
    const read = valuesOf(source, path, axis);
    if ("faults" in read) faults.push(...read.faults);
    else values[path] = read.values;
  }
  const points = Object.values(values).reduce((count, list) => count * list.length, 1);
  if (points > mostPoints) {
    const message = `the matrix has ${points} points; at most ${mostPoints} run as one scenario; use fewer steps, or a log scale`;
    faults.push(source.faultAt(["matrix"], message));
    return { values: Object.create(null), refused: Object.keys(matrix), faults };
  }
  return { values, refused: Object.keys(matrix).filter((path) => !(path in values)), faults };
}

type Read = { readonly values: readonly Scalar[] } | { readonly faults: readonly Fault[] };

function valuesOf(source: SourceDocument, path: string, axis: unknown): Read {
  const faults = axisFaults(source, path, axis);
  if (faults.length > 0) return { faults };
  const values = axisValues(axisSchema.parse(axis));
  if (!(values instanceof Error)) return { values };
  return { faults: [source.faultAt(["matrix", path], `matrix.${path}: ${values.message}`)] };
}

/** Faults of an axis as written, each at the element or the key that is wrong. */
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

/** The path of a list that lies on the way to a setting; null without one. */
function listOn(settings: unknown, path: string): string | null {
  const keys = path.split(".");
  let value = settings;
  for (const [i, key] of keys.entries()) {
    if (Array.isArray(value)) return keys.slice(0, i).join(".");
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  return null;
}
