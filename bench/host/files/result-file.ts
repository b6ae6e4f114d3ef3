/** Result and measurement files, read from disk. */

import { existsSync, readFileSync, statSync } from "node:fs";
import type { z } from "zod";
import { type Fault, InputError, refuse } from "../../experiment/input/fault.ts";
import { faultsOf } from "../../experiment/input/schema-faults.ts";
import { readYaml, type SourceDocument } from "../../experiment/input/yaml.ts";
import { type Measurement, measurementFormat } from "../../experiment/result/measurement.ts";
import { measurementSchema } from "../../experiment/result/measurement-schema.ts";
import { type Result, resultFormat } from "../../experiment/result/result.ts";
import { type Rerun, rerunSchema, resultSchema } from "../../experiment/result/schema.ts";

const schemas = { [resultFormat]: resultSchema, [measurementFormat]: measurementSchema };

/** Reads and checks a result or measurement file. Refuses anything else, with the place of the first fault. */
export function readResultFile(path: string): Result | Measurement {
  if (!existsSync(path)) refuse("there is no such file", path);
  if (statSync(path).isDirectory()) refuse("is a folder; name a result.json or measurement.json in it", path);
  if (/\.ya?ml$/.test(path)) refuse("is a scenario; `iofd run` it, and report the result.json that it writes", path);
  const json = readJson(path);
  return checkedBy(schemaOf(json), json);
}

/** Reads the parts of a result that it runs again from. The result may be of an earlier format. */
export function readRerun(path: string): Rerun {
  const json = readJson(path);
  if (isEarlier(formatOf(json))) return checkedBy(rerunSchema, json);
  const file = checkedBy(schemaOf(json), json);
  return file.format === resultFormat ? file : refuse("is a measurement; only a result.json can be run again", path);
}

/** A parsed file. */
interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

function readJson(path: string): JsonFile {
  const text = readFileSync(path, "utf8");
  return { path, text, value: parseJson(path, text) };
}

function checkedBy<Checked>(schema: z.ZodType<Checked>, { path, text, value }: JsonFile): Checked {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [fault] = faultsOf(checked.error, sourceOf(path, text, value), schema);
  throw new InputError([{ ...fault!, message: `${fault!.message}; ${wayOut}` }]);
}

const formatOf = ({ value }: JsonFile) => (value as { format?: unknown } | null)?.format;
const numberOf = (format: unknown) => Number(/^iofd-result\/(\d+)$/.exec(String(format))?.[1]);
const isEarlier = (format: unknown) => numberOf(format) < numberOf(resultFormat);

const wayOut = "was the file edited, or written by another version of iofd? Run its scenario again";

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `is not JSON, or was cut short: ${(error as Error).message}; run its scenario again`;
    throw new InputError([{ file, ...placeOf(error as Error, text), message }]);
  }
}

/** V8 names the offset, but for a text that ends too early. */
function placeOf({ message }: Error, text: string): Pick<Fault, "line" | "column"> {
  const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function schemaOf(json: JsonFile): z.ZodType<Result | Measurement> {
  const format = formatOf(json);
  if (format === resultFormat || format === measurementFormat) return schemas[format];
  if (isEarlier(format)) {
    refuse(`is a result of an earlier format, ${format}; run it again with \`iofd run ${json.path}\``, json.path);
  }
  const found = format === undefined ? "it names no format" : `its format is ${JSON.stringify(format)}`;
  return refuse(`is neither a result nor a measurement of this iofd: ${found}`, json.path);
}

/** Characters. Positions are looked up below this: the YAML parser, which has them, takes seconds a megabyte. */
const longestLocated = 1_000_000;

function sourceOf(file: string, text: string, value: unknown): SourceDocument {
  if (text.length <= longestLocated) return readYaml(file, text);
  return { file, text, value, faults: [], faultAt: (_, message) => ({ file, message }) };
}
