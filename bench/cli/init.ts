import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { refuse } from "../experiment/input/fault.ts";
import { scenarioJsonSchema } from "../experiment/scenario/schema.ts";
import { writeWhole } from "../host/files/write-file.ts";
import { starter } from "./starter.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd init [FILE]`: a commented scenario to start from, and beside it the schema that its editor line names, unless there is one. */
export function initCommand(program: Command, terminal: Terminal): void {
  program
    .command("init")
    .description("write a commented scenario to start from")
    .argument("[file]", "where to", "my-device.yaml")
    .action((file: string) => {
      const path = resolve(terminal.cwd, file);
      if (!/\.ya?ml$/.test(path)) refuse("a scenario's name ends in .yaml", file);
      if (existsSync(path)) refuse("is already there and was left alone; name another file", file);
      const schema = resolve(dirname(path), "scenario.schema.json");
      const isNew = !existsSync(schema);
      if (isNew) writeWhole(schema, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
      writeWhole(path, starter(nameOf(path)));
      const beside = isNew ? " and, for editors, scenario.schema.json beside it" : "";
      terminal.out(`wrote ${file}${beside}; next: npx iofd validate ${file} && npx iofd run ${file}`);
    });
}

/** The file's name as a scenario may be called. */
function nameOf(path: string): string {
  const plain = basename(path)
    .replace(/\.ya?ml$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain || "my-device";
}
