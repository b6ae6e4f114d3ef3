import type { Command } from "commander";
import { costSheetJsonSchema } from "../experiment/costs/schema.ts";
import { scenarioJsonSchema } from "../experiment/scenario/schema.ts";
import type { Terminal } from "./terminal.ts";

/** `iofd schema`: the JSON Schema that editors complete scenario files with. */
export function schemaCommand(program: Command, terminal: Terminal): void {
  program
    .command("schema")
    .description("print the JSON Schema of scenario files, for editors")
    .option("--costs", "of cost sheets instead")
    .action((options: { costs?: boolean }) => {
      terminal.out(JSON.stringify(options.costs ? costSheetJsonSchema() : scenarioJsonSchema(), null, 2));
    });
}
