/** Looks up the keys that a schema has at a path. */

import type { z } from "zod";
import type { Path } from "./yaml.ts";

type Schema = z.core.$ZodType;

/** The keys that `schema` has at `path` of `value`. Of a union, those of the branches that `value` may be meant as. */
export function keysAt(schema: Schema, path: Path, value: unknown): string[] {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  if ("innerType" in def) return keysAt(def.innerType, path, value);
  if (def.type === "pipe") return keysAt(def.in, path, value);
  if (def.type === "union") {
    const meant = def.options.filter((option) => admits(option, value));
    return [...new Set(meant.flatMap((option) => keysAt(option, path, value)))];
  }
  const [key, ...rest] = path;
  const inner = key === undefined ? undefined : (value as Record<string | number, unknown> | null | undefined)?.[key];
  if (def.type === "array") return key === undefined ? [] : keysAt(def.element, rest, inner);
  if (def.type === "record") return key === undefined ? namesOf(def.keyType) : keysAt(def.valueType, rest, inner);
  if (def.type !== "object") return [];
  if (key === undefined) return Object.keys(def.shape);
  const part = def.shape[key];
  return part === undefined ? [] : keysAt(part, rest, inner);
}

/** The keys of a record that are listed. */
function namesOf(keys: Schema): string[] {
  const { def } = keys._zod as z.core.$ZodTypes["_zod"];
  return def.type === "enum" ? Object.values(def.entries).map(String) : [];
}

/** Whether `value` may be meant as `option`: no literal of `option` differs in it. */
function admits(option: Schema, value: unknown): boolean {
  const { def } = option._zod as z.core.$ZodTypes["_zod"];
  if (def.type !== "object") return true;
  return Object.entries(def.shape).every(([key, part]) => {
    const fixed = (part._zod as z.core.$ZodTypes["_zod"]).def;
    return (
      fixed.type !== "literal" ||
      fixed.values.includes((value as Record<string, unknown> | null | undefined)?.[key] as never)
    );
  });
}
