import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { refuse } from "../fault.ts";
import { writeWhole } from "../result.ts";
import { scenarioJsonSchema } from "../scenario/schema.ts";
import { starter } from "./starter.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd init [FILE]`: a commented scenario to start from, and the schema that its editor line names. */
export function initCommand(program: Command, terminal: Terminal): void {
  program
    .command("init")
    .description("write a commented scenario to start from")
    .argument("[file]", "where to", "my-device.yaml")
    .action((file: string) => {
      const path = resolve(terminal.cwd, file);
      if (!/\.ya?ml$/.test(path)) refuse("a scenario's name ends in .yaml", file);
      if (existsSync(path)) refuse("is already there and was left alone; name another file", file);
      const name = basename(path)
        .replace(/\.ya?ml$/, "")
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]+/g, "-");
      writeWhole(resolve(dirname(path), "scenario.schema.json"), `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
      writeWhole(path, starter(name));
      terminal.out(`wrote ${file}; next: iofd validate ${file} && iofd run ${file}`);
    });
}
