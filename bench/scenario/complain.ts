/** Turns what the schema refuses into faults with a place and a way out. */

import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import type { Fault } from "../fault.ts";
import type { Path, SourceDocument } from "./yaml.ts";

/** Words that scenario files will have, so that meeting one is answered by name. */
export const plannedKeys = ["include", "exclude", "zip", "extends", "thresholds"];

/** The faults of one schema error, each at its value or, for an unknown key, at the key. */
export function faultsOf(error: z.ZodError, source: SourceDocument, known: (path: Path) => string[]): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, source, known));
}

function faultsOfIssue(issue: z.core.$ZodIssue, source: SourceDocument, known: (path: Path) => string[]): Fault[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => source.faultAt(path, unknownKey(key, path, known(path)), key));
  }
  const where = path.length > 0 ? `${path.join(".")}: ` : "";
  return [source.faultAt(path, where + issue.message)];
}

function unknownKey(key: string, path: Path, keys: string[]): string {
  if (path.length === 0 && plannedKeys.includes(key)) return `"${key}" is not built yet; remove it`;
  const place = path.length > 0 ? ` in ${path.join(".")}` : "";
  const guess = keys.length > 0 ? closest(key, keys) : "";
  const near = guess !== "" && distance(key, guess) <= Math.max(2, guess.length / 3);
  const way = near ? `did you mean "${guess}"?` : keys.length > 0 ? `known: ${keys.join(", ")}` : "remove it";
  return `unknown key "${key}"${place}; ${way}`;
}
