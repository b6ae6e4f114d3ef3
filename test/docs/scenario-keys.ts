/** The guide's tables of scenario keys, made from the JSON Schema. */

import { scenarioJsonSchema } from "../../bench/experiment/scenario/schema.ts";

/** What this reads of a JSON Schema. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

interface Row {
  readonly path: string;
  readonly values: string;
  /** What holds where the key is left out; empty where `meaning` says it. */
  readonly default: string;
  readonly meaning: string;
}

/** Markdown: a table of the plain keys, then a section for each key that holds others. */
export function keyTables(): string {
  const schema = scenarioJsonSchema() as Schema;
  const parts = Object.entries(schema.properties!);
  const plain = { ...schema, properties: Object.fromEntries(parts.filter(([, part]) => !part.properties)) };
  const sections = parts.flatMap(([key, part]) =>
    part.properties ? [`### \`${key}\`\n\n${part.description}\n\n${tableOf(rowsOf(part, `${key}.`))}`] : [],
  );
  return [tableOf(rowsOf(plain, "")), ...sections].join("\n\n");
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| \`${row.path}\` | ${row.values} | ${row.default} | ${row.meaning} |`);
  return ["| key | values | default | meaning |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

function rowsOf({ properties = {}, required = [] }: Schema, place: string): Row[] {
  return Object.entries(properties).flatMap(([key, part]) => {
    const path = place + key;
    const needed = required.includes(key);
    const own = rowOf(path, part, needed);
    if (part.oneOf) return choiceRows(part.oneOf, path);
    const inner = part.properties ? part : part.items?.properties ? part.items : null;
    return inner ? [own, ...rowsOf(inner, `${path}.`)] : [own];
  });
}

function rowOf(path: string, part: Schema, needed: boolean): Row {
  if (part.description === undefined) throw new Error(`the schema does not describe ${path}`);
  const meaning = part.description.replaceAll("|", "\\|");
  return { path, values: valuesOf(part), default: needed ? "required" : defaultOf(part), meaning };
}

/** One row for each choice of `kind`, then the keys of all choices, each with the choices that have it. */
function choiceRows(choices: readonly Schema[], path: string): Row[] {
  const kinds = choices.map((choice) => choice.properties!.kind!.const!);
  const heads = choices.map((choice, i) => ({
    path: `${path}.kind`,
    values: `\`${kinds[i]}\``,
    default: "required",
    meaning: choice.description!,
  }));
  const found = new Map<string, { row: Row; kinds: string[] }>();
  for (const [i, { properties, required }] of choices.entries()) {
    const { kind: _, ...others } = properties!;
    for (const row of rowsOf({ properties: others, required: required! }, `${path}.`)) {
      const known = found.get(JSON.stringify(row)) ?? { row, kinds: [] };
      known.kinds.push(`\`${kinds[i]}\``);
      found.set(JSON.stringify(row), known);
    }
  }
  const keys = [...found.values()].map(({ row, kinds: of }) => {
    return { ...row, meaning: `For ${of.join(", ")}. ${row.meaning}` };
  });
  return [...heads, ...keys];
}

function valuesOf(schema: Schema): string {
  const { title, type, minimum, maximum } = schema;
  if (title) return title;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(" ");
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(valuesOf))].join(", or ");
  if (schema.properties) return `\`{ ${Object.keys(schema.properties).join(", ")} }\``;
  if (type === "array") return `list of ${schema.items!.properties ? "cells" : valuesOf(schema.items!)}`;
  if (type === "object") return "values by path";
  if (type === "boolean") return "`true` `false`";
  if (type === "string") return "text";
  if (minimum !== undefined && maximum !== undefined) return `${written(minimum)} to ${written(maximum)}`;
  return "number";
}

function defaultOf({ default: value, title, maximum }: Schema): string {
  if (value === undefined || typeof value === "object") return "";
  const isAddress = title === "address" || maximum === 0xffff;
  return `\`${isAddress ? `0x${(value as number).toString(16)}` : value}\``;
}

const written = (value: number) => value.toLocaleString("en");
