/** Turns the issues of a schema into faults with a place and advice. */

import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import type { Fault } from "./fault.ts";
import { keysAt } from "./known-keys.ts";
import { renamedKeys } from "./renamed.ts";
import type { Path, SourceDocument } from "./yaml.ts";

/** Keys that scenario files may get later. They are refused by name. */
export const plannedKeys = ["include", "exclude", "zip", "extends", "thresholds"];

/** The faults of `source`, each at its value or, for an unknown key, at the key. */
export function faultsOf(error: z.ZodError, source: SourceDocument, schema: z.ZodType): Fault[] {
  return plainly(error.issues, source, schema).flatMap((issue) => faultsOfIssue(issue, source, schema));
}

/** Drops the keys that are missing because they are misspelt: one mistake is one fault. */
function plainly(issues: readonly z.core.$ZodIssue[], source: SourceDocument, schema: z.ZodType): z.core.$ZodIssue[] {
  const meant = new Set(
    issues.flatMap((issue) => {
      if (issue.code !== "unrecognized_keys") return [];
      const known = keysAt(schema, issue.path as Path, source.value);
      return issue.keys.map((key) => [...issue.path, nearest(key, known)].join("."));
    }),
  );
  return issues.filter(({ path }) => valueAt(source.value, path as Path) !== undefined || !meant.has(path.join(".")));
}

function faultsOfIssue(issue: z.core.$ZodIssue, source: SourceDocument, schema: z.ZodType): Fault[] {
  const path = issue.path as Path;
  if (issue.code === "invalid_union" && issue.message === "Invalid input" && issue.errors.length > 0) {
    const meant = issue.errors.reduce((best, branch) => (misfit(branch) < misfit(best) ? branch : best));
    const inner = meant.map((fault) => ({ ...fault, path: [...path, ...fault.path] }) as z.core.$ZodIssue);
    return plainly(inner, source, schema).flatMap((fault) => faultsOfIssue(fault, source, schema));
  }
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, path, source.value);
    return issue.keys.map((key) => source.faultAt(path, unknownKey(key, path, known), key));
  }
  const where = path.length > 0 ? `${path.join(".")}: ` : "";
  const missing = issue.code === "invalid_type" && valueAt(source.value, path) === undefined;
  return [source.faultAt(path, missing ? missingKey(path) : where + wording(issue))];
}

/** Distance to one branch of a union. An issue at this value weighs 100 nested ones. */
function misfit(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, { path }) => sum + (path.length === 0 ? 100 : 1), 0);
}

/** The message of an issue. The schema library's own messages are put in words of this file format. */
function wording(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_type" || !issue.message.startsWith("Invalid input")) return issue.message;
  const kinds: Record<string, string> = {
    object: "keys with values",
    record: "keys with values",
    string: "text",
    array: "a list",
  };
  return `expected ${kinds[issue.expected] ?? issue.expected}`;
}

function missingKey(path: Path): string {
  const [place, key] = [path.slice(0, -1).join("."), path.at(-1)];
  return `missing key "${key}"${place ? ` in ${place}` : ""}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}

function unknownKey(key: string, path: Path, keys: string[]): string {
  if (path.length === 0 && plannedKeys.includes(key)) return `"${key}" is not built yet; remove it`;
  const renamed = renamedKeys.get([...path, key].join("."));
  if (renamed !== undefined) return `"${[...path, key].join(".")}" is called "${renamed}" now; rename it`;
  const place = path.length > 0 ? ` in ${path.join(".")}` : "";
  const guess = nearest(key, keys);
  const way = guess !== null ? `did you mean "${guess}"?` : keys.length > 0 ? `known: ${keys.join(", ")}` : "remove it";
  return `unknown key "${key}"${place}; ${way}`;
}

/** The name that `name` may be a misspelling of; null if none is near. */
export function nearest(name: string, names: readonly string[]): string | null {
  const guess = names.length > 0 ? closest(name, names) : "";
  return guess !== "" && distance(name, guess) <= Math.max(2, guess.length / 3) ? guess : null;
}
