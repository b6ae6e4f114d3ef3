import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { refuse } from "../experiment/input/fault.ts";
import { scenarioJsonSchema } from "../experiment/scenario/schema.ts";
import { writeWhole } from "../host/files/write-file.ts";
import { starter } from "./starter.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd init [FILE]`: writes a commented scenario, and beside it the schema that its first line names for editors. */
export function init(file: string, terminal: Terminal): void {
  const path = resolve(terminal.cwd, file);
  if (!/\.ya?ml$/.test(path)) refuse("a scenario's name ends in .yaml", file);
  if (existsSync(path)) refuse("is already there and was left alone; name another file", file);
  const schema = resolve(dirname(path), "scenario.schema.json");
  const isNew = !existsSync(schema);
  if (isNew) writeWhole(schema, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  writeWhole(path, starter(nameOf(path)));
  const beside = isNew ? " and, for editors, scenario.schema.json beside it" : "";
  terminal.out(`wrote ${file}${beside}; next: npx iofd validate ${file} && npx iofd run ${file}`);
}

/** A scenario name made from the file's name: lower case, digits and hyphens. */
function nameOf(path: string): string {
  const plain = basename(path)
    .replace(/\.ya?ml$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain || "my-device";
}
